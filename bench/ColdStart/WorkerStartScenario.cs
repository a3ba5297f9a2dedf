using Serverless.Bench.Harness;

namespace Serverless.Bench.ColdStart;

/// <summary>From the start of the Functions app's process until it speaks to the host that started it, beside the first answer of a bare web server.</summary>
public sealed class WorkerStartScenario : IScenario
{
    private Azurite? storage;

    public string Name => "worker-start";

    public async Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace)
    {
        var (program, ahead) = (await PublishedPrograms.PublishWorkerAsync(isAhead: false), await PublishedPrograms.PublishWorkerAsync(isAhead: true));
        var account = storage = await Azurite.StartAsync();
        var any = Question.Redirect("/any", BareRoutePeer.Target);
        return
        [
            new Comparison(
                "The worker's start",
                "starts",
                "A process is started and ended: the Functions app once it has said its first word to its host, bare Kestrel after its first answer. Its storage is an emulator. There is no host: what it does after that word is not in it.",
                [
                    new ProgramStart(StartedProgram.Bare(), process => process.AnswersAsync(any), workspace),
                    Worker("Functions app", program),
                    Worker("Functions app, without profiling (TieredPGO=0)", program, StartedProgram.WithoutProfile),
                    Worker("Functions app, ReadyToRun", ahead),
                ]),
        ];

        ProgramStart Worker(string name, string dll, IReadOnlyDictionary<string, string>? environment = null) =>
            new(StartedProgram.Worker(name, dll, account, environment), process => process.SpeaksAsync(), workspace);
    }

    public ValueTask DisposeAsync() => storage?.DisposeAsync() ?? ValueTask.CompletedTask;
}
