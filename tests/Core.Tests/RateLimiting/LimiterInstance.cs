using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Callers;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Counting;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>One instance of the limiter over counters that it may share with others.</summary>
internal sealed class LimiterInstance
{
    private static readonly RateLimitCaller Ann = new("ann");

    private readonly RateLimiter limiter;
    private CallerRecord[] callers = [];
    private readonly Dictionary<string, long> measured = [];

    public LimiterInstance(ICounterStore? store, TimeProvider time, RateLimitOptions? settings = null)
    {
        var options = Options.Create(settings ?? new RateLimitOptions());
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        Listen(meters);
        var metrics = new RateLimitMetrics(meters);
        var access = new CounterAccess(store, options, metrics, time, new CounterOutage(time, new LoggedLines<CounterOutage>(Logged)));
        Slices = new QuotaSlices(access, options, time);
        var fallback = new MemoryCounterStore(options.Value.FallbackCounters, time);
        var denials = new DenialMemory(options.Value.DenialMemory, time);
        limiter = new RateLimiter(Book, new GroupDecider(access, Slices, fallback, metrics), denials, metrics, time);
        Counters = new CallerCounters(Book, access, fallback, denials, time);
    }

    public RuleBook Book { get; } = new();

    /// <summary>What the operator was told.</summary>
    public List<string> Logged { get; } = [];

    public QuotaSlices Slices { get; }

    public CallerCounters Counters { get; }

    /// <summary>The callers' records, from the next <see cref="Use"/> on.</summary>
    public void Know(params CallerRecord[] records) => callers = records;

    public void Use(params RateLimitRule[] rules) => Book.Replace(new RuleSet(Guid.NewGuid().ToString("n"), new RuleSnapshot { Rules = rules, Callers = callers }));

    /// <summary>The sum of an instrument, of those with a tag of that value if one is given.</summary>
    public long Measured(string instrument, string? tag = null)
    {
        lock (measured)
        {
            return measured.GetValueOrDefault(instrument + tag);
        }
    }

    public ValueTask<RateLimitDecision> CheckAsync(RateLimitCaller? caller = null, long cost = 1, bool peek = false) =>
        limiter.CheckAsync(Check(caller, cost, peek), TestContext.Current.CancellationToken);

    public void Refund(RateLimitDecision decision) => limiter.Refund(decision);

    public async Task<bool> IsAllowedAsync(RateLimitCaller? caller = null, long cost = 1, bool peek = false) => (await CheckAsync(caller, cost, peek)).Allowed;

    public ValueTask<IReadOnlyList<RateLimitDecision>> CheckAsync(IReadOnlyList<RateLimitCheck> checks) =>
        limiter.CheckAsync(checks, TestContext.Current.CancellationToken);

    public static RateLimitCheck Check(RateLimitCaller? caller = null, long cost = 1, bool peek = false) => new("api", "op", caller ?? Ann, cost, peek);

    private void Listen(IMeterFactory meters)
    {
        var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Scope == meters)
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            lock (measured)
            {
                measured[instrument.Name] = measured.GetValueOrDefault(instrument.Name) + value;
                foreach (var tag in tags)
                {
                    measured[instrument.Name + tag.Value] = measured.GetValueOrDefault(instrument.Name + tag.Value) + value;
                }
            }
        });
        listener.Start();
    }
}
