using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Serverless.Core.Messaging;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Functions.Messaging.Publishing;
using Serverless.Functions.RateLimiting.Checking;

namespace Serverless.HotPaths;

/// <summary>What stands between bytes and meaning: a check and its answers, a batch of messages.</summary>
public class RequestParsing
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero);

    private readonly byte[] check = """{"api":"shop","op":"orders.create","caller":{"user":"caller-4711"}}"""u8.ToArray();
    private readonly DefaultHttpContext context = new();
    private readonly DefaultHttpContext publishing = new();
    private readonly AllowedResult allowed = new(Decision(RateLimitStatus.Allowed));
    private readonly RefusedResult refused = new(Decision(RateLimitStatus.Denied));

    public RequestParsing()
    {
        publishing.Request.Method = HttpMethods.Post;
        publishing.Request.ContentType = "application/json";
        publishing.Request.ContentLength = HotMessages.Body.Length;
        publishing.Features.Set<IRequestBodyPipeFeature>(new GivenBody(HotMessages.Body));
    }

    [GlobalSetup]
    public async Task CheckAsync()
    {
        if (ReadCheck() is null || (await ReadBatch()).Count != HotMessages.Count)
        {
            throw new InvalidOperationException("A request can't be read.");
        }
    }

    [Benchmark(Description = "check: read the request")]
    public RateLimitCheck? ReadCheck() => CheckParser.TryReadOne(check, peek: false);

    [Benchmark(Description = "check: write the answer, allowed")]
    public Task WriteAllowed() => allowed.ExecuteAsync(context);

    [Benchmark(Description = "check: write the answer, denied")]
    public Task WriteDenied() => refused.ExecuteAsync(context);

    [Benchmark(Description = "publish: read a batch of 100")]
    public async Task<IReadOnlyList<NewMessage>> ReadBatch()
    {
        using var trace = PublishTrace.Start(publishing.Request, "orders");
        return await PublishBody.ReadAsync(publishing.Request, trace, DateTimeOffset.UnixEpoch);
    }

    private static RateLimitDecision Decision(RateLimitStatus status)
    {
        var isAllowed = status == RateLimitStatus.Allowed;
        var rule = HotRules.Of("orders.create", RateLimitAlgorithm.FixedWindow, RateLimitUnit.Minute, 100);
        var wait = TimeSpan.FromSeconds(17);
        var outcome = new RuleOutcome(new RuleCounter(rule), isAllowed, isAllowed ? 41 : 0, isAllowed ? null : wait, wait, Degraded: false);
        return new RateLimitDecision(status, [outcome], outcome, Now);
    }
}
