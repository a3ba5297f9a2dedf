namespace Serverless.Bench.Harness;

/// <summary>Finds the scenarios and peers of this project.</summary>
public static class Found
{
    /// <summary>One of each public class that is a <typeparamref name="T"/>, by the names of the classes.</summary>
    public static IReadOnlyList<T> All<T>() =>
    [
        .. typeof(Found).Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(T)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (T)Activator.CreateInstance(type)!),
    ];
}
