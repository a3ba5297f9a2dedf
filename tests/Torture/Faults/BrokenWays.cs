using Serverless.Torture.Histories;

namespace Serverless.Torture.Faults;

/// <summary>Breaks the ways to a server, one kind of fault after the other, while clients work.</summary>
/// <param name="random">Says how long each fault lasts.</param>
internal sealed class BrokenWays(IReadOnlyList<FaultProxy> ways, History history, Random random)
{
    /// <summary>How many kinds of faults there are.</summary>
    public const int Kinds = 5;

    private const int Repetitions = 10;
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when the ways are whole again; while the fault lasts, between a quarter and a half of so many events show that the clients are served.</summary>
    /// <param name="kind">Any number from 0: beyond <see cref="Kinds"/> they come again.</param>
    public async Task BreakAsync(int kind, int events)
    {
        var length = random.Next(events / 4, events / 2);
        switch (kind % Kinds)
        {
            case 0:
                Each(way => way.Hold());
                await LastAsync(length);
                Each(way => way.Release());
                break;
            case 1:
                await RepeatAsync(way => way.Reset(), length);
                break;
            case 2:
                Each(way => way.Delay(Latency));
                await LastAsync(length);
                Each(way => way.Delay(TimeSpan.Zero));
                break;
            case 3:
                await RepeatAsync(way => way.Vanish(), length);
                break;
            default:
                await RepeatAsync(way => way.HalfClose(), length);
                break;
        }
    }

    private async Task RepeatAsync(Action<FaultProxy> fault, int events)
    {
        for (var i = 0; i < Repetitions; i++)
        {
            Each(fault);
            await LastAsync(events / Repetitions);
        }
    }

    private Task LastAsync(int events) => history.ReachAsync(history.Count + events);

    private void Each(Action<FaultProxy> action)
    {
        foreach (var way in ways)
        {
            action(way);
        }
    }
}
