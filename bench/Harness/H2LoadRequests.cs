namespace Serverless.Bench.Harness;

/// <summary>What is sent at a fixed rate.</summary>
/// <param name="Paths">Asked for one after the other; each of the load's processes has a part of its own.</param>
public sealed record H2LoadRequests(IReadOnlyList<string> Paths)
{
    /// <summary>Of every request, for example <c>content-type: application/json</c>.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>A further header of the process with some number, for example who calls; null for none.</summary>
    public Func<int, string>? Header { get; init; }

    /// <summary>The body of the requests of the process with some number, which are POSTs then; null for GETs.</summary>
    public Func<int, string>? Body { get; init; }
}
