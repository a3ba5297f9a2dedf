using System.ComponentModel.DataAnnotations;

namespace Serverless.Core.RateLimiting.Callers;

/// <summary>What is to be known of a caller.</summary>
public sealed record CallerRequest
{
    /// <summary>May repeat the kind that the record is put under.</summary>
    public string? Kind { get; init; }

    /// <summary>May repeat the id that the record is put under.</summary>
    public string? Id { get; init; }

    /// <summary>The caller's plan; a rule that does not name it treats the caller like one without.</summary>
    [Required]
    [RegularExpression(ResourceName.Pattern)]
    public string? Plan { get; init; }

    /// <summary>For those who read it.</summary>
    [MaxLength(CallerValidation.MaxNote)]
    public string? Note { get; init; }
}
