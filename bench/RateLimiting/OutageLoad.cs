using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Serverless.Bench.Harness;

namespace Serverless.Bench.RateLimiting;

/// <summary>Checks at a fixed rate over an application and a Redis of their own, to which something happens half-way.</summary>
/// <param name="signal">What Redis is sent; null for nothing.</param>
/// <param name="onFailure">Of the rule: <c>open</c> or <c>closed</c>.</param>
public sealed class OutageLoad(string name, string? signal, string onFailure, Workspace workspace) : IContender
{
    public const int Workers = 64;
    public const int PerSecond = 1_000;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds((double)Workers / PerSecond);

    public string Name => name;

    public bool WarmsUp => false;

    /// <inheritdoc/>
    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        await using var redis = await Peers.StartRedisAsync();
        var connection = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{redis.Port}");
        await using var app = await LocalHostServer.StartAsync(workspace.NewFolder("data"), "--Redis:Cache", connection, "--Redis:Counters", connection);
        await BenchRules.CreateAsync(app, BenchRules.Plenty, onFailure: onFailure);
        await LoadAsync(app.Admin, duration);
        var began = TimeProvider.System.GetTimestamp();
        var loading = LoadAsync(app.Admin, duration);
        if (signal is not null)
        {
            await redis.SignalAsync(signal);
        }

        var answers = await loading;
        var waits = answers.Select(answer => answer.Wait).ToArray();
        var (refused, degraded) = (answers.Count(answer => answer.Status == HttpStatusCode.ServiceUnavailable), answers.Count(answer => answer.IsDegraded));
        return Sample.Of(
            waits,
            TimeProvider.System.GetElapsedTime(began),
            $"longest {Format.Time(waits.Max())}, {refused:N0} of {answers.Count:N0} answered 503, {degraded:N0} counted in memory");
    }

    private static async Task<IReadOnlyCollection<Answer>> LoadAsync(HttpClient client, TimeSpan duration)
    {
        var answers = new ConcurrentBag<Answer>();
        var start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            for (var due = Period * worker / Workers; due < duration; due += Period)
            {
                var early = due - TimeProvider.System.GetElapsedTime(start);
                if (early > TimeSpan.Zero)
                {
                    await Task.Delay(early, TimeProvider.System);
                }

                answers.Add(await CheckAsync(client, worker));
            }
        })));
        return answers;
    }

    private static async Task<Answer> CheckAsync(HttpClient client, int worker)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var body = new StringContent(
            string.Create(CultureInfo.InvariantCulture, $$$"""{"api":"{{{BenchRules.Api}}}","op":"{{{BenchRules.Op}}}","caller":{"user":"caller-{{{worker}}}"}}"""), Encoding.UTF8, "application/json");
        using var answered = await client.PostAsync(new Uri("/api/ratelimit/check", UriKind.Relative), body);
        var text = await answered.Content.ReadAsStringAsync();
        var wait = TimeProvider.System.GetElapsedTime(began);
        return answered.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable
            ? new Answer(wait, answered.StatusCode, answered.IsSuccessStatusCode && text.Contains("\"degraded\":true", StringComparison.Ordinal))
            : throw new BenchException($"A check was answered with {answered.StatusCode}: {text}");
    }

    private readonly record struct Answer(TimeSpan Wait, HttpStatusCode Status, bool IsDegraded);
}
