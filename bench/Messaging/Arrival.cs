using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>Waits for something to come about.</summary>
public static class Arrival
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(1);

    /// <exception cref="BenchException">It did not in time; <paramref name="explain"/> says what is missing.</exception>
    public static async Task OfAsync(Func<bool> condition, TimeSpan patience, Func<string> explain)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > patience)
            {
                throw new BenchException(explain());
            }

            await Task.Delay(LookAgainAfter, TimeProvider.System);
        }
    }
}
