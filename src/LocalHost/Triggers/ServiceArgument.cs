using System.Reflection;

namespace Serverless.LocalHost.Triggers;

/// <summary>A service that a function class asks for in its constructor.</summary>
/// <param name="Key">The key of <c>[FromKeyedServices]</c>; null for an ordinary service.</param>
internal readonly record struct ServiceArgument(Type Type, object? Key)
{
    public static ServiceArgument For(ParameterInfo parameter) =>
        new(parameter.ParameterType, parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key);

    public object From(IServiceProvider provider) =>
        Key is null ? provider.GetRequiredService(Type) : provider.GetRequiredKeyedService(Type, Key);
}
