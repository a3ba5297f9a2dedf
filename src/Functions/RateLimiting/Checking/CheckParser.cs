using System.Globalization;
using System.Net;
using System.Text.Json;
using Serverless.Core;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>Reads checks, or says of every field of every one what is wrong with it, before any is made.</summary>
public static class CheckParser
{
    public const int MaxBatch = 100;

    /// <summary>Reads a body that is one right check; null for anything else, which <see cref="Read"/> tells apart.</summary>
    public static RateLimitCheck? TryReadOne(ReadOnlySpan<byte> body, bool peek)
    {
        try
        {
            return body is [(byte)'{', ..] && JsonSerializer.Deserialize(body, CheckingJson.Web.CheckRequest) is { } request
                ? Make(request, peek, new FieldErrors())
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <param name="body">One check, or a list of up to <see cref="MaxBatch"/>.</param>
    /// <param name="peek">Whether they only look.</param>
    /// <exception cref="RequestRefusedException">Something can't be read.</exception>
    public static IReadOnlyList<RateLimitCheck> Read(JsonElement body, bool peek)
    {
        var errors = new FieldErrors();
        if (body.ValueKind != JsonValueKind.Array)
        {
            var check = ReadOne(body, peek, "", errors);
            return check is null ? throw new RequestRefusedException(errors) : [check];
        }

        if (body.GetArrayLength() > MaxBatch)
        {
            throw new RequestRefusedException(FieldErrors.Of("body", string.Create(CultureInfo.InvariantCulture, $"must hold at most {MaxBatch} checks.")));
        }

        var checks = body.EnumerateArray().Select((item, i) => ReadOne(item, peek, string.Create(CultureInfo.InvariantCulture, $"[{i}]."), errors)).ToArray();
        return errors.IsEmpty ? [.. checks.OfType<RateLimitCheck>()] : throw new RequestRefusedException(errors);
    }

    private static RateLimitCheck? ReadOne(JsonElement item, bool peek, string prefix, FieldErrors errors)
    {
        if (JsonReading.TryRead(item, CheckingJson.Web.CheckRequest, out var own, (readable, _) => Refuse(readable)) is { } request && Make(request, peek, own) is { } check)
        {
            return check;
        }

        errors.AddAll(prefix, own);
        return null;
    }

    /// <summary>The check that a request asks for; null with at least one error.</summary>
    public static RateLimitCheck? Make(CheckRequest request, bool peek, FieldErrors errors)
    {
        Validate(request, errors);
        return errors.IsEmpty ? new RateLimitCheck(request.Api!, request.Op!, CallerOf(request.Caller), request.Cost ?? 1, peek) : null;
    }

    private static FieldErrors Refuse(CheckRequest request)
    {
        var errors = new FieldErrors();
        Validate(request, errors);
        return errors;
    }

    private static void Validate(CheckRequest request, FieldErrors errors)
    {
        errors.Add("api", ResourceName.Refuse(request.Api));
        errors.Add("op", ResourceName.Refuse(request.Op));
        errors.Add("cost", request.Cost is null or >= 1 ? null : "must be a whole number from 1.");
        errors.Add("caller", request.Caller?.Headers?.Values.Contains(null) == true ? "must have texts as the values of its headers." : null);
        errors.Add("caller", request.Caller?.Plan is { } plan && !ResourceName.IsValid(plan) ? $"must have a plan of {ResourceName.Rule}." : null);
        errors.Add("caller", request.Caller?.Ip is { } ip && !IPAddress.TryParse(ip, out _) ? "must have an IPv4 or IPv6 address as its ip." : null);
    }

    private static RateLimitCaller CallerOf(CheckCaller? caller) => caller is null
        ? new RateLimitCaller()
        : new RateLimitCaller(caller.User, caller.ApiKey, caller.Ip, LowerCase(caller.Headers), caller.Plan);

    private static Dictionary<string, string>? LowerCase(IReadOnlyDictionary<string, string?>? headers)
    {
        if (headers is null)
        {
            return null;
        }

        var lower = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in headers)
        {
            lower[name.ToLowerInvariant()] = value!;
        }

        return lower;
    }
}
