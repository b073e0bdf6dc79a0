using Wolverine;

namespace JourneyStore.TestRooms;

/// <summary>A message that has nothing to do with events.</summary>
public sealed record Ping(string Text);

/// <summary>Who has heard which.</summary>
public sealed class Ears
{
    private readonly Lock gate = new();
    private readonly List<string> heard = [];

    public IReadOnlyList<string> Heard
    {
        get
        {
            lock (gate) return [.. heard];
        }
    }

    public void Hear(string text)
    {
        lock (gate) heard.Add(text);
    }
}

public static class LeftEarHandler
{
    public static void Handle(Ping ping, Ears ears, Envelope envelope)
    {
        ears.Hear($"left {ping.Text} {envelope.Attempts}");
        if (ping.Text == "too loud") throw new InvalidDataException("too loud");
    }
}

public static class RightEarHandler
{
    public static void Handle(Ping ping, Ears ears) => ears.Hear($"right {ping.Text}");
}
