using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Serverless.LocalHost.Triggers;

/// <summary>A function as its attributes declare it.</summary>
/// <param name="TriggerParameter">The parameter that carries <paramref name="Trigger"/>.</param>
public sealed record FunctionDescriptor<TTrigger>(string Name, MethodInfo Method, ParameterInfo TriggerParameter, TTrigger Trigger)
    where TTrigger : TriggerBindingAttribute
{
    /// <summary>What to throw when the function can't be run as it is declared.</summary>
    public InvalidOperationException Refusal(string reason) => new($"Function {Name} {reason}.");
}
