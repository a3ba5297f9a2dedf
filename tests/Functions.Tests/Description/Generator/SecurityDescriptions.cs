using Microsoft.OpenApi;
using Serverless.Functions.Description;

namespace Serverless.Functions.Tests.Description.Generator;

/// <summary>Describes how requests authenticate, and which scope an operation needs.</summary>
internal static class SecurityDescriptions
{
    /// <summary>Name of the scheme that sends the key in <c>authorization</c>.</summary>
    public const string Bearer = "bearer";

    private const string Header = "apiKey";

    public static Dictionary<string, IOpenApiSecurityScheme> Schemes => new()
    {
        [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key as 'authorization: Bearer KEY'. The scopes are those that the key was made with." },
        [Header] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "x-api-key", Description = "An API key as 'x-api-key: KEY'." },
    };

    /// <param name="needs">Null for an open operation.</param>
    public static void Describe(OpenApiOperation operation, NeedsScopeAttribute? needs, OpenApiDocument document)
    {
        if (needs is null)
        {
            operation.Security = [];
            return;
        }

        operation.Security = [.. new[] { Bearer, Header }.Select(scheme => new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(scheme, document)] = needs.Scope == NeedsScopeAttribute.Any ? [] : [needs.Scope],
        })];
        if (needs.Scope == NeedsScopeAttribute.Any)
        {
            return;
        }

        var narrower = needs.Per is { } resource ? $", or `{needs.Scope}:` and the {resource}'s name or a prefix of it and `*`" : "";
        operation.Description = $"{(operation.Description is { } text ? text + "\n\n" : "")}Scope: `{needs.Scope}`{narrower}.";
    }
}
