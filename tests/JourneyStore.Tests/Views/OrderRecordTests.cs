using JourneyStore.Events.Orders;
using JourneyStore.Views;

namespace JourneyStore.Tests.Views;

public sealed class OrderRecordTests
{
    [Fact]
    public void Money_is_kept_by_currency_in_order_of_the_code()
    {
        var record = new OrderRecord();
        record.Take(new OrderPlaced { Amount = 10.50m, Currency = "usd" });
        record.Take(new OrderPlaced { Amount = 3, Currency = "EUR" });
        record.Take(new OrderPaid { Amount = 10.50m, Currency = "USD" });
        record.Take(new OrderReturned { Amount = 1, Currency = "EUR" });
        record.Spend.Select(s => (s.Currency, s.Ordered, s.Undone, s.Paid)).ShouldBe([("EUR", 3m, 1m, 0m), ("USD", 10.50m, 0m, 10.50m)]);
        (record.Placed, record.Paid, record.Returned).ShouldBe((2, 1, 1));
    }

    [Fact]
    public void Currencies_beyond_the_limit_and_words_that_are_none_count_as_other()
    {
        var record = new OrderRecord();
        for (var i = 0; i < 200; i++) record.Take(new OrderPaid { Amount = 1, Currency = "C" + i });
        record.Take(new OrderPaid { Amount = 1, Currency = "a very long word that is no currency" });
        record.Spend.Count.ShouldBeLessThanOrEqualTo(OrderRecord.MostCurrencies + 1);
        record.Spend.Sum(s => s.Paid).ShouldBe(201);
    }
}
