namespace Serverless.Bench.Harness;

/// <summary>One of the things that a comparison puts side by side.</summary>
public interface IContender
{
    /// <summary>What its row in the table is called.</summary>
    string Name { get; }

    /// <summary>Whose processor time and memory are given beside its rate; null where it works in this process.</summary>
    ContenderProcesses? Processes => null;

    /// <summary>Whether it is another one after it has worked for a while; false where each measurement starts its own processes.</summary>
    bool WarmsUp => true;

    /// <summary>Works as hard as it can for about this long.</summary>
    /// <exception cref="BenchException">It failed at its work: a rate of errors would be worth nothing.</exception>
    Task<Sample> MeasureAsync(TimeSpan duration);
}
