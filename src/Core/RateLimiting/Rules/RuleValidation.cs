using System.Globalization;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Turns what a user asks for into a rule, or says of every field what is wrong with it.</summary>
public static class RuleValidation
{
    /// <summary>So many fit into counters and into the numbers of response headers with room to spare.</summary>
    public const long MaxRequests = RateLimitRule.MaxPermits;

    /// <summary>The most plans that a rule may name.</summary>
    public const int MaxPlans = 50;

    /// <summary>What an operation matches.</summary>
    public const string OpPattern = @"^(\*|[A-Za-z0-9._-]{1,100})$";

    /// <param name="id">The name that the rule is put under.</param>
    /// <param name="revision">Names this state of the rule.</param>
    /// <returns>The rule, or null with at least one error.</returns>
    public static (RateLimitRule? Rule, FieldErrors Errors) Check(string id, RuleRequest request, string revision)
    {
        var errors = new FieldErrors()
            .Add("id", ResourceName.IsValid(id) ? null : $"must be {ResourceName.Rule}.")
            .Add("id", request.Id is null || request.Id == id ? null : "must be the name in the path, or be left out.")
            .Add("api", ResourceName.Refuse(request.Api))
            .Add("op", request.Op == RateLimitRule.AnyOp || ResourceName.IsValid(request.Op) ? null : $"must be {ResourceName.Rule}, or * for every operation.");
        var unit = Required<RateLimitUnit>(errors, "timeUnit", request.TimeUnit);
        var algorithm = Algorithm(errors, request.Algorithm, unit);
        var onFailure = Optional(errors, "onFailure", request.OnFailure, FailureMode.Open);
        var mode = Optional(errors, "mode", request.Mode, RuleMode.Enforce);
        var (kind, header) = Identity(errors, request.IdentifyBy);
        CheckNumbers(errors, request, algorithm);
        var plans = Plans(errors, request.Plans, algorithm, kind);
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
                Plans = plans,
                OnFailure = onFailure,
                Mode = mode,
                Enabled = request.Enabled ?? true,
                Revision = revision,
            }, errors)
            : (null, errors);
    }

    private static void CheckNumbers(FieldErrors errors, RuleRequest request, RateLimitAlgorithm algorithm)
    {
        errors.Add("requests", RefuseRequests(request.Requests, least: 1, algorithm));
        errors.Add("burst", RefuseBurst(request.Burst, algorithm));
    }

    private static SortedDictionary<string, PlanLimit>? Plans(
        FieldErrors errors, IReadOnlyDictionary<string, PlanRequest?>? requests, RateLimitAlgorithm algorithm, IdentityKind kind)
    {
        if (requests is not { Count: > 0 })
        {
            return null;
        }

        if (kind == IdentityKind.Global || requests.Count > MaxPlans)
        {
            errors.Add("plans", kind == IdentityKind.Global ? "are not for a rule that counts all callers together." : $"must be at most {MaxPlans}.");
            return null;
        }

        var plans = new SortedDictionary<string, PlanLimit>(StringComparer.Ordinal);
        foreach (var (name, request) in requests)
        {
            errors.Add("plans", ResourceName.IsValid(name) ? null : $"must have names of {ResourceName.Rule}.");
            plans[name] = Plan(errors, $"plans.{name}", request ?? new PlanRequest(), algorithm);
        }

        return plans;
    }

    private static PlanLimit Plan(FieldErrors errors, string field, PlanRequest request, RateLimitAlgorithm algorithm)
    {
        if (request.Unlimited == true)
        {
            errors.Add(field, request is { Requests: null, Burst: null } ? null : "must be unlimited, or have requests.");
            return new PlanLimit(0, 0, Unlimited: true);
        }

        errors.Add($"{field}.requests", request.Requests is null ? "is required, or unlimited." : RefuseRequests(request.Requests, least: 0, algorithm));
        errors.Add($"{field}.burst", RefuseBurst(request.Burst, algorithm));
        errors.Add($"{field}.burst", request is { Requests: 0, Burst: not null } ? "must be left out where nobody is admitted." : null);
        return new PlanLimit(request.Requests ?? 0, request.Burst ?? request.Requests ?? 0);
    }

    private static string? RefuseRequests(long? requests, long least, RateLimitAlgorithm algorithm)
    {
        var (most, what) = algorithm == RateLimitAlgorithm.SlidingWindowLog ? (RateLimitRule.MaxLogRequests, " for a slidingWindowLog") : (MaxRequests, "");
        return requests >= least && requests <= most ? null : string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most:N0}{what}.");
    }

    private static string? RefuseBurst(long? burst, RateLimitAlgorithm algorithm) => (burst, algorithm) switch
    {
        (null, _) => null,
        (_, not RateLimitAlgorithm.TokenBucket) => "is for algorithm tokenBucket only.",
        ( >= 1 and <= MaxRequests, _) => null,
        _ => string.Create(CultureInfo.InvariantCulture, $"must be a whole number from 1 to {MaxRequests:N0}."),
    };

    private static RateLimitAlgorithm Algorithm(FieldErrors errors, string? word, RateLimitUnit unit)
    {
        var isOfCalendar = unit is RateLimitUnit.Week or RateLimitUnit.Month;
        var algorithm = Optional(errors, "algorithm", word, isOfCalendar ? RateLimitAlgorithm.FixedWindow : RateLimitAlgorithm.SlidingWindowCounter);
        errors.Add("algorithm", isOfCalendar && algorithm != RateLimitAlgorithm.FixedWindow ? "must be fixedWindow where the window is a week or a month." : null);
        return algorithm;
    }

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
