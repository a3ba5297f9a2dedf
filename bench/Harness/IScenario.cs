namespace Serverless.Bench.Harness;

/// <summary>
/// Something worth comparing. A public class with a constructor without parameters, anywhere in this project, is found by
/// itself: a system adds a folder of its own and nothing else.
/// </summary>
public interface IScenario : IAsyncDisposable
{
    /// <summary>What the command line calls it, for example <c>links-redirect</c>.</summary>
    string Name { get; }

    /// <summary>Starts what is compared, which runs until the scenario is disposed. All of it is measured in turn.</summary>
    /// <exception cref="BenchException">Something that is compared can't be started, or answers wrongly.</exception>
    Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace);
}
