using System.Globalization;
using System.IO.Compression;
using System.Text;
using JourneyStore.Store.Tests.EndToEnd.Harness;
using static JourneyStore.Store.Tests.EndToEnd.Http.Hostile.HostileValues;

namespace JourneyStore.Store.Tests.EndToEnd.Http.Hostile;

/// <summary>A request that means no good.</summary>
/// <param name="Kind">What is wrong with it, for the report.</param>
/// <param name="Octets">As sent.</param>
/// <param name="Events">How many events it holds, when it can be read; null: that cannot be said.</param>
/// <param name="MustBeRefused">True when nothing of it can be taken.</param>
/// <param name="EndsThere">True when the sender says that no more will come, although its headers say otherwise.</param>
internal sealed record HostileRequest(string Kind, byte[] Octets, int? Events = null, bool MustBeRefused = false, bool EndsThere = false);

/// <summary>Makes hostile requests with events from a seed, in every content mode.</summary>
internal sealed class HostileRequests(int seed)
{
    private const string Path = "/v1/events";
#pragma warning disable RS0030 // seeded
    private readonly Random chance = new(seed);
#pragma warning restore RS0030
    private int events;

    public IEnumerable<HostileRequest> Take(int count)
    {
        for (var i = 0; i < count; i++)
            yield return chance.Next(10) switch
            {
                0 or 1 => Structured(),
                2 or 3 => Batch(),
                4 or 5 => Binary(),
                6 => Broken(),
                7 => Packed(),
                8 => Typed(),
                _ => Typed(),
            };
    }

    private HostileRequest Structured() => Post("structured", CloudEvent.Structured, Encode(Event(wild: true)));

    private HostileRequest Batch()
    {
        var count = chance.Next(1, 12);
        var parts = Enumerable.Range(0, count).Select(_ => Event(wild: chance.Next(2) == 0));
        return Post("batch", CloudEvent.Batch, Encode($"[{string.Join(',', parts)}]"));
    }

    /// <summary>Readable batches of the catalogue's types with extreme members: what comes through must not break the folds.</summary>
    private HostileRequest Typed()
    {
        var count = chance.Next(1, 6);
        var parts = Enumerable.Range(0, count).Select(_ =>
        {
            var (type, data) = HostileValues.Typed(chance);
            return Event(wild: false, type, data);
        });
        var body = $"[{string.Join(',', parts)}]";
        return Post("typed", CloudEvent.Batch, Encoding.UTF8.GetBytes(body)) with { Events = count };
    }

    private HostileRequest Binary()
    {
        var headers = new List<(string, string)>
        {
            ("ce-specversion", "1.0"), ("ce-id", $"b-{seed}-{events++}"), ("ce-source", "/hostile"), ("ce-type", "hostile.step"), ("ce-customer", Customer()),
        };
        for (var change = chance.Next(1, 4); change > 0; change--)
        {
            var name = One(chance, ["ce-id", "ce-source", "ce-type", "ce-time", "ce-customer", "ce-specversion", "ce-process", "ce-caseid", "ce-x", "ce-É", "ce-", "ce-data", "Content-Type"]);
            var value = One(chance, ["", " ", "%", "%00", "%C3%28", "%ED%A0%80", "\"", "\"a\\", "\u00ff\u00fe", new string('y', 600), new string('%', 900), "crm:1,crm:2", "application/json; charset=utf-16", .. Times])
                .Replace("\u0000", "%00", StringComparison.Ordinal);
            headers.RemoveAll(header => header.Item1 == name && chance.Next(3) > 0);
            headers.Add((name, value));
        }
        if (headers.All(header => header.Item1 != "Content-Type")) headers.Add(("Content-Type", One(chance, ["application/json", "text/plain", "application/octet-stream", "nonsense"])));
        return new HostileRequest("binary", RawHttp.Request("POST", Path, Encode(Json(chance)), headers));
    }

    private HostileRequest Broken()
    {
        var good = Encoding.UTF8.GetBytes($"[{Event(wild: false)},{Event(wild: false)}]");
        switch (chance.Next(7))
        {
            case 0:
                return Post("truncated", CloudEvent.Batch, good[..chance.Next(1, good.Length - 1)]) with { MustBeRefused = true };
            case 1:
                return Post("nested", CloudEvent.Batch, Encoding.UTF8.GetBytes(new string('[', chance.Next(2, 200_000)))) with { MustBeRefused = true };
            case 2:
                return Post("other media type", One(chance, ["application/json", "text/xml", "application/cloudevents", "application/cloudevents+xml", "application/cloudevents+json; charset=latin1", ""]), good)
                    with { MustBeRefused = true };
            case 3:
                return new HostileRequest("length too long", RawHttp.Request("POST", Path, [], ("Content-Type", CloudEvent.Batch), ("Content-Length", $"{good.Length + 100}"))
                    .Concat(good).ToArray(), MustBeRefused: true, EndsThere: true);
            case 4:
                return new HostileRequest("broken chunks", [.. RawHttp.Request("POST", Path, [], ("Content-Type", CloudEvent.Batch), ("Transfer-Encoding", "chunked")), .. "zz\r\n"u8, .. good], MustBeRefused: true);
            case 5:
                return Post("a million identifiers", CloudEvent.Structured, Encoding.UTF8.GetBytes(
                    $$"""{"specversion":"1.0","id":"m","source":"/hostile","type":"hostile.step","customer":"{{string.Join(',', Enumerable.Range(0, chance.Next(33, 500_000)).Select(i => $"a:{i}"))}}"}"""))
                    with { MustBeRefused = true };
            default:
                var mutated = good.ToArray();
                for (var change = 0; change < 3; change++) mutated[chance.Next(mutated.Length)] = (byte)chance.Next(256);
                return Post("mutated", CloudEvent.Batch, mutated);
        }
    }

    private HostileRequest Packed()
    {
        var good = Encoding.UTF8.GetBytes($"[{Event(wild: false)}]");
        var packed = Gzip(good);
        var (kind, body, encoding, refused) = chance.Next(7) switch
        {
            0 => ("truncated gzip", packed[..chance.Next(1, packed.Length - 1)], "gzip", true),
            1 => ("gzip bomb", Bomb(chance.Next(6, 200)), "gzip", true),
            2 => ("no gzip", good, "gzip", true),
            3 => ("gzip in gzip", Gzip(packed), "gzip", true),
            4 => ("unknown encoding", packed, One(chance, ["br", "deflate", "gzip, gzip", "zstd", "gzip;q=1"]), true),
            5 => ("packed nothing", [], "gzip", true),
            _ => ("mutated gzip", Mutate(packed), "gzip", false),
        };
        return new HostileRequest(kind, RawHttp.Request("POST", Path, body, ("Content-Type", CloudEvent.Batch), ("Content-Encoding", encoding)), MustBeRefused: refused);
    }

    private string Event(bool wild, string type = "hostile.step", string? data = null)
    {
        var members = new List<(string Name, string Json)>
        {
            ("specversion", "\"1.0\""), ("id", $"\"{seed}-{events++}\""), ("source", "\"/hostile\""), ("type", $"\"{type}\""), ("customer", $"\"{Customer()}\""),
            ("time", string.Create(CultureInfo.InvariantCulture, $"\"2026-01-{chance.Next(1, 29):00}T10:00:00Z\"")),
        };
        if (chance.Next(2) == 0)
        {
            // Long words that cannot be packed meet every index there is.
            var word = chance.Next(4) == 0 ? Unpackable(chance, 512) : $"w{chance.Next(9)}";
            members.AddRange([("process", $"\"{word}\""), ("caseid", $"\"case-{chance.Next(9)}\""), ("activity", $"\"{(chance.Next(4) == 0 ? Unpackable(chance, 512) : "step")}\"")]);
        }
        if (data is not null) members.Add(("data", data));
        if (wild) Spoil(members);
        return $"{{{string.Join(',', members.Select(member => $"\"{member.Name}\":{member.Json}"))}}}";
    }

    private void Spoil(List<(string Name, string Json)> members)
    {
        for (var change = chance.Next(1, 4); change > 0; change--)
        {
            var name = One(chance, ["id", "source", "type", "specversion", "time", "customer", "account", "process", "caseid", "actor", "data", "data", "data_base64", "x", "schemaversion", "traceparent", "\\u0069d"]);
            var json = name == "data" || chance.Next(3) == 0 ? Json(chance) : name == "time" ? $"\"{One(chance, Times)}\""
                : One(chance, [.. Texts, .. Numbers, .. OtherKinds, $"\"{new string('z', 600)}\""]);
            if (chance.Next(3) > 0) members.RemoveAll(member => member.Name == name);
            members.Insert(chance.Next(members.Count + 1), (name, json));
        }
    }

    private string Customer() => chance.Next(6) switch
    {
        0 => $"crm:{Unpackable(chance, 512)}",
        1 => $"email:{string.Concat(Enumerable.Repeat("%25", 512))}",
        2 => string.Join(',', Enumerable.Range(0, 32).Select(i => $"crm:h{chance.Next(60)}-{i}")),
        _ => $"crm:hostile-{chance.Next(40)}",
    };

    private byte[] Encode(string json) => chance.Next(15) == 0 ? NotUtf8(json) : Encoding.UTF8.GetBytes(json);

    private static HostileRequest Post(string kind, string contentType, byte[] body) =>
        new(kind, RawHttp.Request("POST", Path, body, ("Content-Type", contentType)));

    private byte[] Mutate(byte[] packed)
    {
        packed[chance.Next(packed.Length)] ^= (byte)chance.Next(1, 256);
        return packed;
    }

    private static byte[] Gzip(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(body);
        return packed.ToArray();
    }

    private static byte[] Bomb(int megabytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.WriteByte((byte)'[');
            var blanks = new byte[1024 * 1024];
            Array.Fill(blanks, (byte)' ');
            for (var i = 0; i < megabytes; i++) gzip.Write(blanks);
        }
        return packed.ToArray();
    }
}
