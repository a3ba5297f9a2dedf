using System.Net;
using Serverless.Bench.Harness;
using Serverless.Bench.Messaging;
using Serverless.Bench.RateLimiting;
using Serverless.Bench.UrlShortening;

namespace Serverless.Bench.ColdStart;

/// <summary>From the start of a process to its first correct answer, and what it delivers in the seconds after that, beside a bare web server.</summary>
public sealed class ColdStartScenario : IScenario
{
    private const string Explanation =
        "A process is started, asked from the moment it listens, and ended: the rate is one by the time to its first correct answer; CPU and memory are what it has taken by then.";

    private static readonly Dictionary<string, string> WithoutTiers = new() { ["DOTNET_TieredCompilation"] = "0" };

    public string Name => "cold-start";

    public async Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace)
    {
        var (ahead, together, data) = (await PublishedPrograms.PublishAsync(), await PublishedPrograms.PublishCompositeAsync(), await PreparedData.CreateAsync(workspace));
        var keys = Path.Combine(workspace.NewFolder("keys"), "keys");
        await File.WriteAllLinesAsync(keys, data.Keys);
        var own = StartedProgram.LocalHost("LocalHost", data);
        var precompiled = StartedProgram.LocalHost("LocalHost, ReadyToRun", data, ahead);
        var composite = StartedProgram.LocalHost("LocalHost, ReadyToRun with the framework", data, together);
        StartedProgram[] settings =
        [
            StartedProgram.LocalHost("LocalHost, without profiling (TieredPGO=0)", data, environment: StartedProgram.WithoutProfile),
            StartedProgram.LocalHost("LocalHost, without tiers (TieredCompilation=0)", data, environment: WithoutTiers),
            StartedProgram.LocalHost("LocalHost, ReadyToRun, without profiling", data, ahead, StartedProgram.WithoutProfile),
        ];
        StartedProgram[] newcomers =
        [
            StartedProgram.LocalHost("LocalHost, a new folder", null),
            StartedProgram.LocalHost("LocalHost, ReadyToRun, a new folder", null, ahead),
            StartedProgram.LocalHost("LocalHost, ReadyToRun with the framework, a new folder", null, together),
        ];
        var (bare, any) = (StartedProgram.Bare(), Question.Redirect("/any", BareRoutePeer.Target));
        var ready = Question.Get("/api/health/ready", HttpStatusCode.OK);
        return
        [
            Compare("Ready", ready, [own, precompiled, composite, .. settings, .. newcomers]),
            Compare("A redirect", Question.Redirect($"/{data.Keys[0]}", BenchLinks.UrlOf(data.Keys[0])), [own, precompiled, composite]),
            Compare("A check", Check(), [own, precompiled, composite]),
            Compare("A publish", Publish(), [own, precompiled, composite]),
            new Comparison(
                "The first second under load",
                "redirects",
                "64 connections follow links from the first correct answer on. Rate and CPU are those of the first second.",
                [Load(bare, any), .. new[] { own, precompiled, composite }.Concat(settings).Select(program => Load(program, ready))]),
        ];

        Comparison Compare(string title, Question question, IEnumerable<StartedProgram> programs) => new(
            title, "starts", Explanation, [new ProgramStart(bare, process => process.AnswersAsync(any), workspace), .. programs.Select(program => new ProgramStart(program, process => process.AnswersAsync(question), workspace))]);

        FirstSeconds Load(StartedProgram program, Question first) => new(program, first, keys, workspace);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Question Check() => Question.Post(
        "/api/ratelimit/check", $$$"""{"api":"{{{BenchRules.Api}}}","op":"{{{BenchRules.Op}}}","caller":{"user":"first"}}""", "\"allowed\":true");

    private static Question Publish() => Question.Post(
        $"/api/topics/{BenchMessages.Topic}/publish", """{"messages":[{"data":"first"}]}""", "\"results\"");
}
