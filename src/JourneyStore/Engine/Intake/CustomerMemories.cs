using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Intake;

/// <summary>What the committers of this process remember of customers, each for itself.</summary>
/// <param name="options">How much, and how many committers there are.</param>
internal sealed class CustomerMemories(IntakeOptions options)
{
    private readonly List<CustomerMemory> all = [];

    /// <summary>One for another committer. Before any of them begins.</summary>
    public CustomerMemory Add()
    {
        all.Add(new CustomerMemory(options.RememberedRowBytes / options.Committers));
        return all[^1];
    }

    /// <summary>Rows of a customer were put in beside the committers: what they remember is of before. Safe for concurrent use.</summary>
    public void Forget(CustomerKey customer)
    {
        foreach (var memory in all) memory.Forget(customer);
    }
}
