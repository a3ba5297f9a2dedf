using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Functions.Tests.Rules;

/// <summary>What a function declares, in the words of <c>docs/functions.md</c>.</summary>
/// <param name="Trigger"><c>http</c>, <c>timer</c> or <c>queue</c>.</param>
/// <param name="Listens">Methods and route, schedule, or queue.</param>
internal sealed record FunctionDeclaration(string Name, string Trigger, string Listens)
{
    public static FunctionDeclaration[] All { get; } = [.. FunctionMethods.All.Select(Of).OrderBy(function => function.Name, StringComparer.Ordinal)];

    private static FunctionDeclaration Of(MethodInfo method)
    {
        var name = FunctionMethods.NameOf(method);
        if (FunctionMethods.HttpOf(method) is { } http)
        {
            return new(name, "http", $"{(http.Methods is { Length: > 0 } methods ? string.Join(' ', methods).ToUpperInvariant() : "ANY")} /{http.Route}");
        }

        var parameters = method.GetParameters();
        return parameters.Select(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>()).OfType<TimerTriggerAttribute>().SingleOrDefault() is { } timer
            ? new(name, "timer", timer.Schedule)
            : new(name, "queue", parameters.Select(parameter => parameter.GetCustomAttribute<QueueTriggerAttribute>()).OfType<QueueTriggerAttribute>().Single().QueueName);
    }
}
