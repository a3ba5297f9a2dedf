using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Serverless.LocalHost.Triggers;

/// <summary>The functions that some classes declare, by kind of trigger; found once, when the host starts.</summary>
public sealed class FunctionCatalog
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private readonly HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<FunctionDescriptor<HttpTriggerAttribute>> http = [];
    private readonly List<FunctionDescriptor<TimerTriggerAttribute>> timers = [];
    private readonly List<FunctionDescriptor<QueueTriggerAttribute>> queues = [];

    private FunctionCatalog()
    {
    }

    public IReadOnlyList<FunctionDescriptor<HttpTriggerAttribute>> Http => http;

    public IReadOnlyList<FunctionDescriptor<TimerTriggerAttribute>> Timers => timers;

    public IReadOnlyList<FunctionDescriptor<QueueTriggerAttribute>> Queues => queues;

    /// <summary>Finds the functions of the assemblies' public classes.</summary>
    /// <exception cref="InvalidOperationException">Two functions have one name, or a function has not exactly one trigger.</exception>
    public static FunctionCatalog Of(params IEnumerable<Assembly> assemblies) =>
        Of(assemblies.SelectMany(assembly => assembly.GetExportedTypes()));

    /// <inheritdoc cref="Of(IEnumerable{Assembly})"/>
    public static FunctionCatalog Of(params IEnumerable<Type> types)
    {
        var catalog = new FunctionCatalog();
        foreach (var type in types.Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }))
        {
            foreach (var method in type.GetMethods(Declared))
            {
                if (method.GetCustomAttribute<FunctionAttribute>() is { } function)
                {
                    catalog.Add(function.Name, method);
                }
            }
        }

        return catalog;
    }

    /// <summary>The same functions but for the timers, which the real host runs on one of its instances only.</summary>
    public FunctionCatalog WithoutTimers()
    {
        var catalog = new FunctionCatalog();
        catalog.http.AddRange(http);
        catalog.queues.AddRange(queues);
        return catalog;
    }

    private void Add(string name, MethodInfo method)
    {
        if (!names.Add(name))
        {
            throw new InvalidOperationException($"Two functions are called {name}.");
        }

        var triggers = method.GetParameters()
            .Select(parameter => (Parameter: parameter, Trigger: parameter.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(candidate => candidate.Trigger is not null)
            .ToArray();
        if (triggers is not [var (parameter, trigger)])
        {
            throw new InvalidOperationException($"Function {name} has {triggers.Length} triggers instead of one.");
        }

        switch (trigger)
        {
            case HttpTriggerAttribute request:
                http.Add(new(name, method, parameter, request));
                break;
            case TimerTriggerAttribute timer:
                timers.Add(new(name, method, parameter, timer));
                break;
            case QueueTriggerAttribute queue:
                queues.Add(new(name, method, parameter, queue));
                break;
            default:
                throw new InvalidOperationException($"Function {name} has an unknown trigger, {trigger}.");
        }
    }
}

/// <summary>A function as its attributes declare it.</summary>
/// <param name="TriggerParameter">The parameter that carries <paramref name="Trigger"/>.</param>
public sealed record FunctionDescriptor<TTrigger>(string Name, MethodInfo Method, ParameterInfo TriggerParameter, TTrigger Trigger)
    where TTrigger : TriggerBindingAttribute
{
    /// <summary>What to throw when the function can't be run as it is declared.</summary>
    public InvalidOperationException Refusal(string reason) => new($"Function {Name} {reason}.");
}
