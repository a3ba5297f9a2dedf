using System.Globalization;

namespace Serverless.LocalHost.Triggers.Http;

/// <summary>Reads a function's route parameters: string, int, long, Guid and their nullable forms; null for a missing one.</summary>
internal static class RouteArgument
{
    /// <summary>How to read the parameter from a request; null when functions can't take the type.</summary>
    public static Func<HttpContext, object?>? Reader(string name, Type type)
    {
        Func<string, object>? parse = (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var t when t == typeof(string) => text => text,
            var t when t == typeof(int) => text => int.Parse(text, CultureInfo.InvariantCulture),
            var t when t == typeof(long) => text => long.Parse(text, CultureInfo.InvariantCulture),
            var t when t == typeof(Guid) => text => Guid.Parse(text),
            _ => null,
        };
        return parse is null ? null : context => context.Request.RouteValues[name] is string text ? parse(text) : null;
    }
}
