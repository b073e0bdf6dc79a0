namespace JourneyStore.Cli.Demo.Story;

/// <summary>
/// Invoices and payments. Invoices and credit notes are types that the catalogue does not know: they are kept as they come and show
/// in timelines by their activity.
/// </summary>
/// <param name="log">Where the ledger logs.</param>
/// <param name="random">Chance.</param>
internal sealed class BillingProcess(Chronicle log, Random random)
{
    private const int TermDays = 20;

    /// <summary>The invoice of a delivered order, until it is paid.</summary>
    public void Tell(Case order, DateTimeOffset delivered, decimal amount)
    {
        var invoiceId = order.Id.Replace("ORD", "INV", StringComparison.Ordinal);
        var issued = delivered.AddHours(random.Between(8, 40));
        Invoice(order.Who, invoiceId, issued, amount);
        if (random.Happens(0.01)) Credit(order.Who, invoiceId, issued.AddDays(random.Between(2, 12)), Math.Round(amount * 0.2m, 2));
        var late = random.Happens(0.06);
        var paid = issued.AddDays(late ? random.Between(TermDays + 3, TermDays + 18) : random.Between(1, TermDays));
        var due = issued.AddDays(TermDays);
        if (late)
        {
            log.Step(order, "invoice.overdue", due, new { invoiceId, amount, currency = "EUR", dueAt = due, daysOverdue = 0 }, "ledger");
            Remind(order, invoiceId, due.AddDays(2), amount);
        }
        log.Step(order, "order.paid", paid, new { orderId = order.Id, amount, currency = "EUR", method = "invoice" }, order.Who.Name);
    }

    public void Invoice(Person who, string invoiceId, DateTimeOffset at, decimal amount) =>
        log.Note("invoice.issued", at, who, new { invoiceId, amount, currency = "EUR", termDays = TermDays }, "email", "billing",
            $"Invoice {invoiceId} sent", "ledger");

    public void Credit(Person who, string invoiceId, DateTimeOffset at, decimal amount) =>
        log.Note("credit-note.issued", at, who, new { invoiceId, amount, currency = "EUR" }, "email", "billing",
            $"Credit note for {invoiceId} sent", "ledger");

    public void Remind(Case order, string invoiceId, DateTimeOffset at, decimal amount) =>
        log.Step(order, "payment.reminded", at, new { orderId = order.Id, invoiceId, level = 1, amount, currency = "EUR" }, "ledger", "email");
}
