using System.Reflection;

namespace Serverless.Bench.Harness;

/// <summary>Stands before a port and counts what is asked of it: by the names of its members, reads and writes.</summary>
public class CountingProxy<TPort> : DispatchProxy
    where TPort : class
{
    private static readonly string[] Reading = ["Find", "List", "Count", "Get", "Read"];

    private TPort? inner;
    private StoreCalls? calls;

    internal void Attach(TPort port, StoreCalls counted) => (inner, calls) = (port, counted);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        calls!.Add(Reading.Any(start => targetMethod!.Name.StartsWith(start, StringComparison.Ordinal)));
        return targetMethod!.Invoke(inner, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
