using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BambuCloud.PowerShell.Tests;

/// <summary>
/// The sizes that keep the sources readable (style.md): lines, files and methods.
/// </summary>
public sealed class SourceTests
{
    private const int LongestLine = 140;
    private const int LongestFile = 400;
    private const int LongestMethod = 60;

    private static readonly string[] NotOurs = ["bin", "obj"];

    private static string Root { get; } = Path.GetFullPath(Path.Combine(Built.Pages, "..", ".."));

    private static string[] Scripts =>
        [.. Files("tests", "*.ps1"), .. Files("tests", "*.psm1"), .. Files("docs", "*.ps1"), Path.Combine(Root, "build.ps1")];

    [Fact]
    public void Given_our_sources_tests_and_scripts_then_no_line_is_longer_than_140_characters() => Assert.Empty(
        from file in Files("src").Concat(Files("tests")).Concat(Scripts)
        from line in File.ReadLines(file).Index()
        where line.Item.Length > LongestLine
        select $"{Named(file)}:{line.Index + 1}: {line.Item.Length}");

    [Fact]
    public void Given_our_sources_then_no_file_has_more_than_400_lines() => Assert.Empty(
        from file in Files("src")
        let lines = File.ReadLines(file).Count()
        where lines > LongestFile
        select $"{Named(file)}: {lines}");

    [Fact]
    public void Given_our_sources_then_no_method_has_more_than_60_lines() => Assert.Empty(
        from file in Files("src")
        from node in CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot(TestContext.Current.CancellationToken).DescendantNodes()
        where node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
        let span = node.GetLocation().GetLineSpan().Span
        let lines = span.End.Line - span.Start.Line + 1
        where lines > LongestMethod
        select $"{Named(file)}:{span.Start.Line + 1}: {lines}");

    private static IEnumerable<string> Files(string folder, string pattern = "*.cs") =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(file => !Named(file).Split('/').Intersect(NotOurs).Any());

    private static string Named(string file) => Path.GetRelativePath(Root, file).Replace(Path.DirectorySeparatorChar, '/');
}
