#:property PublishAot=false
#:property RunAnalyzers=false
#:package Microsoft.CodeAnalysis.CSharp
// Measures how the code of src is arranged: sizes of files, methods and folders, and how many files one has to open to follow a
// request. Build the solution first (the references come from its output), then: dotnet run tests/structure.cs [REPOSITORY [BUILT]]
//
// "Files to open": from the methods of the named functions, every member that the code names is followed into its own body, a
// constructor with its type's fields, a member of an interface into its only implementation that is written (an interface with
// several is not followed further). A file counts when one of the members, or a type that is named, is in it.
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

string here = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, ".."));
string root = args.Length > 0 ? Path.GetFullPath(args[0]) : here;
string built = args.Length > 1 ? Path.GetFullPath(args[1]) : here;
var syntax = new CSharpParseOptions(LanguageVersion.Preview);
var files = Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories)
    .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "node_modules"))
    .Order(StringComparer.Ordinal)
    .Select(path => (Path: Path.GetRelativePath(root, path), Tree: CSharpSyntaxTree.ParseText(File.ReadAllText(path), syntax, path)))
    .ToArray();
int[] fileLines = [.. files.Select(file => file.Tree.GetText().Lines.Count - 1).Order()];
int[] methodLines = [.. files.SelectMany(file => file.Tree.GetRoot().DescendantNodes().OfType<BaseMethodDeclarationSyntax>())
    .Where(method => method.Body is not null || method.ExpressionBody is not null)
    .Select(method => method.GetLocation().GetLineSpan().Span)
    .Select(span => span.End.Line - span.Start.Line + 1).Order()];
Console.WriteLine($"files {fileLines.Length}, lines {fileLines.Sum()}");
Console.WriteLine($"lines of a file: median {At(fileLines, 0.5)}, 95th percentile {At(fileLines, 0.95)}; under 15: {100.0 * fileLines.Count(lines => lines < 15) / fileLines.Length:F1} %");
Console.WriteLine($"lines of a method: median {At(methodLines, 0.5)}, 95th percentile {At(methodLines, 0.95)}");
var folders = files.GroupBy(file => Path.GetDirectoryName(file.Path)!).OrderByDescending(folder => folder.Count()).ToArray();
Console.WriteLine($"folders {folders.Length}; largest: {string.Join(", ", folders.Take(6).Select(folder => $"{folder.Key} {folder.Count()}"))}");

var application = files.Where(file => file.Path.StartsWith(Path.Combine("src", "Core"), StringComparison.Ordinal) || file.Path.StartsWith(Path.Combine("src", "Functions") + Path.DirectorySeparatorChar, StringComparison.Ordinal)).ToArray();
var usings = CSharpSyntaxTree.ParseText(string.Concat(new[] { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks" }.Select(ns => $"global using {ns};")), syntax);
var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
    .Concat(Directory.EnumerateFiles(Path.Combine(built, "artifacts", "bin", "Functions.Tests", "debug"), "*.dll").Where(dll => !Path.GetFileName(dll).StartsWith("Serverless.", StringComparison.Ordinal)))
    .Concat(Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "Microsoft.AspNetCore.App", Path.GetFileName(Path.GetDirectoryName(typeof(object).Assembly.Location)!)), "*.dll"))
    .DistinctBy(Path.GetFileName)
    .Select(dll => MetadataReference.CreateFromFile(dll));
var compilation = CSharpCompilation.Create("application", application.Select(file => file.Tree).Append(usings), references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
var implementations = application.SelectMany(file => file.Tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>())
    .Select(type => compilation.GetSemanticModel(type.SyntaxTree).GetDeclaredSymbol(type)).OfType<INamedTypeSymbol>().Where(type => type.TypeKind == TypeKind.Class)
    .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
    .SelectMany(type => type.AllInterfaces.Select(contract => (Contract: contract.OriginalDefinition, Type: type)))
    .ToLookup<(INamedTypeSymbol Contract, INamedTypeSymbol Type), ISymbol, INamedTypeSymbol>(pair => pair.Contract, pair => pair.Type, SymbolEqualityComparer.Default);
foreach (var (what, functions) in new[] { ("a check", new[] { "CheckRateLimit" }), ("a created link", ["CreateLinks"]), ("a followed link", ["FollowLink"]), ("a message, published, pulled and acknowledged", ["Publish", "PullMessages", "AcknowledgeMessages"]), ("a message that is pushed", ["Publish", "FanOut", "Push"]) })
{
    Console.WriteLine($"files to open for {what}: {FilesFor(functions)}");
}

int FilesFor(string[] functions)
{
    var (seen, opened, next) = (new HashSet<ISymbol>(SymbolEqualityComparer.Default), new HashSet<string>(), new Stack<ISymbol>());
    foreach (var method in application.SelectMany(file => file.Tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
        .Where(method => method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() == "Function" && functions.Contains(attribute.ArgumentList?.Arguments[0].ToString().Trim('"')))))
    {
        next.Push(compilation.GetSemanticModel(method.SyntaxTree).GetDeclaredSymbol(method)!);
    }

    while (next.TryPop(out var symbol))
    {
        symbol = symbol is IMethodSymbol { ReducedFrom: { } original } ? original.OriginalDefinition : symbol.OriginalDefinition;
        if (!seen.Add(symbol))
        {
            continue;
        }

        if (symbol.ContainingType is { TypeKind: TypeKind.Interface } contract && implementations[contract].ToArray() is [var only] && only.FindImplementationForInterfaceMember(symbol) is { } body)
        {
            next.Push(body);
        }

        foreach (var node in symbol.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()))
        {
            opened.Add(node.SyntaxTree.FilePath);
            IEnumerable<SyntaxNode> bodies = node switch
            {
                TypeDeclarationSyntax => [],
                ConstructorDeclarationSyntax { Parent: TypeDeclarationSyntax type } => [node, .. type.Members.OfType<FieldDeclarationSyntax>()],
                _ => [node],
            };
            foreach (var part in bodies.SelectMany(part => part.DescendantNodesAndSelf()))
            {
                var found = compilation.GetSemanticModel(part.SyntaxTree).GetSymbolInfo(part);
                if ((found.Symbol ?? found.CandidateSymbols.FirstOrDefault()) is { DeclaringSyntaxReferences.Length: > 0 } named and not (ILocalSymbol or IParameterSymbol or INamespaceSymbol or ITypeParameterSymbol))
                {
                    next.Push(named);
                }
            }
        }
    }

    return opened.Count;
}

static int At(int[] sorted, double quantile) => sorted[(int)(quantile * (sorted.Length - 1))];

static string ThisFile([CallerFilePath] string path = "") => path;
