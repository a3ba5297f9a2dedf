namespace Serverless.Bench.Harness;

/// <summary>
/// A server that this program itself is, in a process of its own: the least that answers the same, to be compared with.
/// Found like an <see cref="IScenario"/>.
/// </summary>
public interface IPeer
{
    /// <summary>The program's first argument, for example <c>serve-dictionary</c>.</summary>
    string Name { get; }

    /// <summary>Serves until the process is ended.</summary>
    Task ServeAsync(int port, IReadOnlyList<string> arguments);
}
