namespace Serverless.Core.Tests;

/// <summary>
/// What may happen next in a simulated history, and how often. Each history makes some of it rare and some frequent, so that
/// together they come to where one mixture for all does not (swarm testing: Groce and others, ISSTA 2012).
/// </summary>
internal sealed class Odds<T>
{
    private static readonly double[] Factors = [0.1, 0.3, 1, 1, 2, 5];

    private readonly Random random;
    private readonly (T What, double Weight)[] all;
    private readonly double sum;

    /// <param name="usual">How often each happens to another, before the history's own factors.</param>
    public Odds(Random random, params (T What, double Weight)[] usual)
    {
        this.random = random;
        all = [.. usual.Select(one => (one.What, one.Weight * Factors[random.Next(Factors.Length)]))];
        sum = all.Sum(one => one.Weight);
    }

    public T Draw()
    {
        var left = random.NextDouble() * sum;
        foreach (var (what, weight) in all)
        {
            left -= weight;
            if (left < 0)
            {
                return what;
            }
        }

        return all[^1].What;
    }
}
