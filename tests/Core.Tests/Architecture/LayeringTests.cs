using System.Reflection;
using Serverless.Core.UrlShortening;

namespace Serverless.Core.Tests.Architecture;

/// <summary>What keeps the parts of Core apart.</summary>
public sealed class LayeringTests
{
    private static readonly string[] Features = ["RateLimiting", "UrlShortening", "Messaging"];
    private static readonly string[] Technologies = ["Azure", "Blob", "Table", "Redis", "Cosmos", "Queue", "Sqlite"];
    private static readonly string[] TechnologyNamespaces = ["Azure", "StackExchange", "Microsoft.Azure", "Microsoft.Data"];

    private static readonly Type[] Types = [.. typeof(ShortLink).Assembly.GetTypes().Where(type => !type.Name.Contains('<', StringComparison.Ordinal))];

    public static TheoryData<string> FeatureNames => [.. Features];

    [Theory]
    [MemberData(nameof(FeatureNames))]
    public void A_feature_does_not_know_the_others(string feature)
    {
        var others = Features.Where(other => other != feature).Select(Namespace).ToArray();
        Assert.Empty(Types.Where(type => IsIn(type, Namespace(feature)))
            .SelectMany(type => Used(type).Where(used => others.Any(other => IsIn(used, other))).Select(used => $"{type.Name} uses {used.Name}")));
    }

    [Fact]
    public void A_domain_type_names_no_technology() =>
        Assert.Empty(Types.Where(type => !type.Name.StartsWith('I') && !Technologies.Any(technology => type.Name.StartsWith(technology, StringComparison.Ordinal)))
            .SelectMany(type => Used(type).Where(IsTechnology).Select(used => $"{type.Name} uses {used.FullName}")));

    [Fact]
    public void Storage_adapters_of_this_machine_stay_out_of_core() =>
        Assert.DoesNotContain(typeof(ShortLink).Assembly.GetReferencedAssemblies(), name => name.Name is "Microsoft.Data.Sqlite" or "Garnet.server");

    private static string Namespace(string feature) => $"Serverless.Core.{feature}";

    private static bool IsIn(Type type, string ns) => type.Namespace is { } actual && (actual == ns || actual.StartsWith(ns + ".", StringComparison.Ordinal));

    private static bool IsTechnology(Type type) => TechnologyNamespaces.Any(ns => IsIn(type, ns));

    private static IEnumerable<Type> Used(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return type.GetFields(All).Select(field => field.FieldType)
            .Concat(type.GetMethods(All).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)))
            .Concat(type.GetConstructors(All).SelectMany(constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType)))
            .SelectMany(used => used.IsGenericType ? used.GetGenericArguments().Append(used) : [used]);
    }
}
