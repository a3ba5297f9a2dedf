using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>The words that values of enumerations are written with at the HTTP surface: camelCase, and nothing else.</summary>
internal sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
