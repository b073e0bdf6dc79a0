using JourneyStore.EngineContract.Harness;
using JourneyStore.EngineContract.Suites;

namespace JourneyStore.Tests.Engine.Contract;

// The contract of every engine, kept by the one in memory.

public sealed class InMemoryAppendTests() : AppendContract(new InMemoryHarness());

public sealed class InMemoryExpectedVersionTests() : ExpectedVersionContract(new InMemoryHarness());

public sealed class InMemoryReadTests() : ReadContract(new InMemoryHarness());

public sealed class InMemoryOrderTests() : OrderContract(new InMemoryHarness());

public sealed class InMemoryIdentityTests() : IdentityContract(new InMemoryHarness());

public sealed class InMemoryHeldTests() : HeldContract(new InMemoryHarness());

public sealed class InMemoryInlineViewsTests() : InlineViewsContract(new InMemoryHarness());

public sealed class InMemoryAsyncViewsTests() : AsyncViewsContract(new InMemoryHarness());

public sealed class InMemoryShardsTests() : ShardsContract(new InMemoryHarness());

public sealed class InMemoryParkedTests() : ParkedContract(new InMemoryHarness());

public sealed class InMemoryOutboxTests() : OutboxContract(new InMemoryHarness());

public sealed class InMemoryRebuildTests() : RebuildContract(new InMemoryHarness());

public sealed class InMemoryDecisionsTests() : DecisionsContract(new InMemoryHarness());

public sealed class InMemoryContextTests() : ContextContract(new InMemoryHarness());

public sealed class InMemoryKeysTests() : KeysContract(new InMemoryHarness());

public sealed class InMemoryLoadTests() : LoadContract(new InMemoryHarness());

public sealed class InMemoryRememberedTests() : RememberedContract(new InMemoryHarness());

public sealed class InMemoryArrivalOrderTests() : ArrivalOrderContract(new InMemoryHarness());
