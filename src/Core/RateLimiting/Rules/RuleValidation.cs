using System.Globalization;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Turns what a user asks for into a rule, or says of every field what is wrong with it.</summary>
public static class RuleValidation
{
    /// <summary>So many fit into counters and into the numbers of response headers with room to spare.</summary>
    public const long MaxRequests = 1_000_000_000;

    /// <summary>A sliding log keeps one entry a request.</summary>
    public const long MaxLogRequests = 10_000;

    /// <param name="id">The name that the rule is put under.</param>
    /// <param name="revision">Names this state of the rule.</param>
    /// <returns>The rule, or null with at least one error.</returns>
    public static (RateLimitRule? Rule, FieldErrors Errors) Check(string id, RuleRequest request, string revision)
    {
        var errors = new FieldErrors()
            .Add("id", ResourceName.IsValid(id) ? null : $"must be {ResourceName.Rule}.")
            .Add("id", request.Id is null || request.Id == id ? null : "must be the name in the path, or be left out.")
            .Add("api", ResourceName.Refuse(request.Api))
            .Add("op", ResourceName.Refuse(request.Op));
        var unit = Required<RateLimitUnit>(errors, "timeUnit", request.TimeUnit);
        var algorithm = Optional(errors, "algorithm", request.Algorithm, RateLimitAlgorithm.SlidingWindowCounter);
        var onFailure = Optional(errors, "onFailure", request.OnFailure, FailureMode.Open);
        var mode = Optional(errors, "mode", request.Mode, RuleMode.Enforce);
        var (kind, header) = Identity(errors, request.IdentifyBy);
        CheckNumbers(errors, request, algorithm);
        return errors.IsEmpty
            ? (new RateLimitRule
            {
                Id = id,
                Api = request.Api!,
                Op = request.Op!,
                TimeUnit = unit,
                Requests = request.Requests!.Value,
                Algorithm = algorithm,
                IdentifyBy = kind,
                Header = header,
                Burst = request.Burst ?? request.Requests.Value,
                OnFailure = onFailure,
                Mode = mode,
                Enabled = request.Enabled ?? true,
                Revision = revision,
            }, errors)
            : (null, errors);
    }

    private static void CheckNumbers(FieldErrors errors, RuleRequest request, RateLimitAlgorithm algorithm)
    {
        var max = algorithm == RateLimitAlgorithm.SlidingWindowLog ? MaxLogRequests : MaxRequests;
        errors.Add("requests", request.Requests is { } requests && requests >= 1 && requests <= max ? null : Range(max, algorithm));
        if (request.Burst is not { } burst)
        {
            return;
        }

        errors.Add("burst", algorithm == RateLimitAlgorithm.TokenBucket ? null : "is for algorithm tokenBucket only.");
        errors.Add("burst", burst is >= 1 and <= MaxRequests ? null : Range(MaxRequests, RateLimitAlgorithm.TokenBucket));
    }

    private static string Range(long max, RateLimitAlgorithm algorithm) => string.Create(
        CultureInfo.InvariantCulture,
        $"must be a whole number from 1 to {max:N0}{(algorithm == RateLimitAlgorithm.SlidingWindowLog ? " for a slidingWindowLog" : "")}.");

    private static (IdentityKind Kind, string? Header) Identity(FieldErrors errors, string? words)
    {
        if (words is null)
        {
            return (IdentityKind.User, null);
        }

        if (!IdentityNames.TryParse(words, out var kind, out var header))
        {
            errors.Add("identifyBy", "must be user, apiKey, ip, global, or header:NAME with the name of a header.");
        }

        return (kind, header);
    }

    private static T Required<T>(FieldErrors errors, string field, string? word)
        where T : struct, Enum
    {
        errors.Add(field, word is null ? $"must be one of {EnumNames.All<T>()}." : null);
        return Optional<T>(errors, field, word, default);
    }

    private static T Optional<T>(FieldErrors errors, string field, string? word, T fallback)
        where T : struct, Enum
    {
        if (word is null)
        {
            return fallback;
        }

        errors.Add(field, EnumNames.TryParse(word, out T value) ? null : $"must be one of {EnumNames.All<T>()}.");
        return value;
    }
}
