using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Functions.Tests.Rules;

/// <summary>The function methods of the app, found as the worker's generator finds them.</summary>
internal static class FunctionMethods
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<MethodInfo> All { get; } =
    [
        .. typeof(ServerlessServices).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(Declared))
            .Where(method => method.IsDefined(typeof(FunctionAttribute))),
    ];

    public static MethodInfo Named(string name) => All.Single(method => NameOf(method) == name);

    public static string NameOf(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;

    public static HttpTriggerAttribute? HttpOf(MethodInfo method) => method.GetParameters()
        .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
        .SingleOrDefault(trigger => trigger is not null);
}
