using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using Serverless.Core.UrlShortening.Forgetting;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Forgetting;

/// <summary>Nobody replaces a row past <see cref="LinkWriter"/>, which promises first that the old one is forgotten.</summary>
public sealed class RowWritersTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly byte CallVirtual = (byte)OpCodes.Callvirt.Value;

    [Fact]
    public void Only_the_writer_and_stores_over_stores_replace_rows()
    {
        var callers = typeof(ILinkStore).Assembly.GetTypes()
            .Where(type => type.GetMethods(Declared).Any(Replaces))
            .Select(Owner)
            .Where(type => !type.IsAssignableTo(typeof(ILinkStore)))
            .Distinct();
        Assert.Equal([typeof(LinkWriter)], callers);
    }

    // What looks like a call by chance names no such method.
    private static bool Replaces(MethodInfo method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        return Enumerable.Range(0, Math.Max(0, code.Length - sizeof(int))).Any(at => code[at] == CallVirtual && IsReplacement(method.Module, BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at + 1))));
    }

    private static bool IsReplacement(Module module, int token)
    {
        const int MethodDefinitions = 0x06;
        try
        {
            return token >> 24 == MethodDefinitions && module.ResolveMethod(token) is { Name: nameof(ILinkStore.TryReplaceAsync) } called && called.DeclaringType == typeof(ILinkStore);
        }
        catch (ArgumentOutOfRangeException)
        {
            // Bytes of another instruction, which are no token of this assembly.
            return false;
        }
    }

    private static Type Owner(Type type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type;
    }
}
