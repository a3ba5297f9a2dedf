using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Serverless.Core.RateLimiting;

/// <summary>Settings of the section <c>RateLimits</c> that decisions depend on.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>How long a check may wait for counters, all of them together.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How many denials this process remembers.</summary>
    [Range(3, 10_000_000)]
    public int DenialMemory { get; set; } = 100_000;

    /// <summary>How many counters this process keeps while the shared ones can't be reached.</summary>
    [Range(3, 10_000_000)]
    public int FallbackCounters { get; set; } = 100_000;

    /// <summary>How long the counters are left alone after they have failed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many callers at once counters are packed for, by 32 into a hash of Redis: a quarter of the memory, if about as many come.
    /// 0: each counter is a key. Counters start anew when it changes, and all instances must have the same. Fixed windows and
    /// sliding counters are packed; logs and buckets are keys either way.
    /// </summary>
    [Range(0, 60_000_000_000)]
    public long PackedCallers { get; set; }

    /// <summary>A slice of quota is at most this part of a second's permits of a global rule above 5,000 a second.</summary>
    [Range(0.0001, 1)]
    public double SliceShare { get; set; } = 0.01;

    /// <summary>How long an instance may hand out a slice.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan SliceLifetime { get; set; } = TimeSpan.FromMilliseconds(100);
}

/// <summary>Refuses settings that no check could be decided by, at start.</summary>
[OptionsValidator]
public sealed partial class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>;
