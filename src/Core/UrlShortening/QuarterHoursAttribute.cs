using System.ComponentModel.DataAnnotations;

namespace Serverless.Core.UrlShortening;

/// <summary>Takes a time span of whole quarters of an hour by which a day can be divided.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class QuarterHoursAttribute : ValidationAttribute
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    public QuarterHoursAttribute()
        : base("{0} must be 00:15:00, or a multiple by which a day can be divided, such as 00:30:00 or 01:00:00.")
    {
    }

    public override bool IsValid(object? value) =>
        value is TimeSpan span && span >= Quarter && span.Ticks % Quarter.Ticks == 0 && TimeSpan.TicksPerDay % span.Ticks == 0;
}
