using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Serverless.Core.Tests.Architecture;

/// <summary>
/// Which folders of an assembly use which others, by its compiled types: signatures, attributes and the instructions of every
/// method. A folder is a namespace; what the compiler made belongs to the type that it was made for.
/// </summary>
internal sealed class FolderGraph
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private readonly Assembly assembly;
    private readonly HashSet<string> top;

    /// <summary>By the folder that uses and the folder that is used: one example of each.</summary>
    private readonly SortedDictionary<(string From, string To), string> uses = [];

    private FolderGraph(Assembly assembly, IEnumerable<string> top) => (this.assembly, this.top) = (assembly, [.. top]);

    /// <param name="top">
    /// Types that stand above their folder: what users of a library begin with has to lie in its root, where the words that
    /// all parts share lie too. They count as a folder of their own, so no part may know them.
    /// </param>
    public static FolderGraph Of(Assembly assembly, params IEnumerable<string> top)
    {
        var graph = new FolderGraph(assembly, top);
        foreach (var type in assembly.GetTypes().Where(IsWritten))
        {
            foreach (var used in Used(type))
            {
                graph.Add(type, used);
            }
        }

        return graph;
    }

    /// <summary>Pairs of folders that can be reached from each other, with an example of each direct use; empty when there is no cycle.</summary>
    public IEnumerable<string> Cycles() => uses.Where(use => Reaches(use.Key.To, use.Key.From)).Select(use => $"{use.Key.From} -> {use.Key.To}: {use.Value}");

    private bool Reaches(string from, string to)
    {
        var (seen, next) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>([from]));
        while (next.TryPop(out var folder))
        {
            if (folder == to)
            {
                return true;
            }

            if (seen.Add(folder))
            {
                foreach (var (_, used) in uses.Keys.Where(use => use.From == folder))
                {
                    next.Push(used);
                }
            }
        }

        return false;
    }

    private void Add(Type user, Type used)
    {
        foreach (var part in Parts(used).Where(part => part.Assembly == assembly && IsWritten(part)))
        {
            var (from, to) = (Owner(user), Owner(part));
            if (FolderOf(from) != FolderOf(to))
            {
                uses.TryAdd((FolderOf(from), FolderOf(to)), $"{from.Name} uses {to.Name}");
            }
        }
    }

    private string FolderOf(Type owner) => top.Contains(owner.Name) ? $"{owner.Namespace} (top)" : owner.Namespace!;

    // Generators put types of their own into the assembly, beside its namespaces.
    private static bool IsWritten(Type type) => Owner(type).Namespace is { } ns && ns.StartsWith("Serverless.", StringComparison.Ordinal);

    private static Type Owner(Type type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type;
    }

    private static IEnumerable<Type> Parts(Type type) => type switch
    {
        { HasElementType: true } => Parts(type.GetElementType()!),
        { IsGenericParameter: true } => [],
        { IsConstructedGenericType: true } => type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()),
        _ => [type],
    };

    private static IEnumerable<Type> Used(Type type) => type.GetInterfaces()
        .Concat(type.BaseType is { } ancestor ? [ancestor] : [])
        .Concat(AttributesOf(type))
        .Concat(type.GetFields(Declared).SelectMany(field => AttributesOf(field).Append(field.FieldType)))
        .Concat(type.GetProperties(Declared).SelectMany(AttributesOf))
        .Concat(type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)).SelectMany(Used));

    private static IEnumerable<Type> AttributesOf(MemberInfo member) => member.CustomAttributes
        .Where(attribute => attribute.AttributeType.Namespace != typeof(CompilerGeneratedAttribute).Namespace)
        .Select(attribute => attribute.AttributeType);

    private static IEnumerable<Type> Used(MethodBase method) => method.GetParameters().Select(parameter => parameter.ParameterType)
        .Concat(method is MethodInfo { ReturnType: var result } ? [result] : [])
        .Concat(AttributesOf(method))
        .Concat(method.GetMethodBody() is { } body ? body.LocalVariables.Select(local => local.LocalType).Concat(Instructions(method, body)) : []);

    private static IEnumerable<Type> Instructions(MethodBase method, MethodBody body)
    {
        var code = body.GetILAsByteArray()!;
        for (var at = 0; at < code.Length;)
        {
            var operation = code[at] == 0xFE ? OpCodesByValue[unchecked((short)(0xFE00 | code[at + 1]))] : OpCodesByValue[code[at]];
            at += operation.Size;
            if (operation.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                foreach (var type in Named(method, BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at))))
                {
                    yield return type;
                }
            }

            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at))),
                _ => 4,
            };
        }
    }

    private static IEnumerable<Type> Named(MethodBase method, int token)
    {
        var ofType = method.DeclaringType is { IsGenericType: true } generic ? generic.GetGenericArguments() : null;
        var member = method.Module.ResolveMember(token, ofType, method is { IsGenericMethod: true } ? method.GetGenericArguments() : null);
        return member switch
        {
            Type type => [type],
            FieldInfo field => [field.DeclaringType!, field.FieldType],
            MethodInfo called => (called.IsGenericMethod ? called.GetGenericArguments() : []).Append(called.DeclaringType!).Append(called.ReturnType),
            MethodBase called => [called.DeclaringType!],
            _ => [],
        };
    }
}
