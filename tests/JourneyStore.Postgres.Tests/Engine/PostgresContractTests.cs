using JourneyStore.EngineContract.Suites;

namespace JourneyStore.Postgres.Tests.Engine;

// The contract of every engine, kept on a real PostgreSQL.

public sealed class PostgresAppendTests() : AppendContract(new PostgresHarness());

public sealed class PostgresExpectedVersionTests() : ExpectedVersionContract(new PostgresHarness());

public sealed class PostgresReadTests() : ReadContract(new PostgresHarness());

public sealed class PostgresOrderTests() : OrderContract(new PostgresHarness());

public sealed class PostgresIdentityTests() : IdentityContract(new PostgresHarness());

public sealed class PostgresHeldTests() : HeldContract(new PostgresHarness());

public sealed class PostgresInlineViewsTests() : InlineViewsContract(new PostgresHarness());

public sealed class PostgresAsyncViewsTests() : AsyncViewsContract(new PostgresHarness());

public sealed class PostgresShardsTests() : ShardsContract(new PostgresHarness());

public sealed class PostgresParkedTests() : ParkedContract(new PostgresHarness());

public sealed class PostgresOutboxTests() : OutboxContract(new PostgresHarness());

public sealed class PostgresRebuildTests() : RebuildContract(new PostgresHarness());

public sealed class PostgresDecisionsTests() : DecisionsContract(new PostgresHarness());

public sealed class PostgresContextTests() : ContextContract(new PostgresHarness());

public sealed class PostgresKeysTests() : KeysContract(new PostgresHarness());

public sealed class PostgresLoadTests() : LoadContract(new PostgresHarness());

public sealed class PostgresRememberedTests() : RememberedContract(new PostgresHarness());

public sealed class PostgresArrivalOrderTests() : ArrivalOrderContract(new PostgresHarness());
