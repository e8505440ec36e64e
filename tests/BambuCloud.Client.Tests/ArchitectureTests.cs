using System.Reflection;
using NetArchTest.Rules;

namespace BambuCloud.Client.Tests;

/// <summary>
/// The client's folders are namespaces, and no folder uses one that stands above it (architecture.md, <i>Inside the client</i>).
/// </summary>
public sealed class ArchitectureTests
{
    private const string Root = "BambuCloud.Client.";

    private static readonly Assembly Client = typeof(Session.CloudSession).Assembly;

    private static readonly string[] TopDown = ["Session", "Live", "Lan", "Api", "Reports", "Http", "Wire", "Trust", "Files", "Texts",
        "Diagnostics"];

    public static TheoryData<string> Folders => [.. TopDown];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Given_a_folder_of_the_client_when_its_code_is_read_then_it_uses_no_folder_above_it(string folder)
    {
        string[] above = [.. TopDown.TakeWhile(other => other != folder).Select(other => Root + other)];

        IEnumerable<string> climbing = above.Length == 0 ? []
            : TypesOf(folder).Should().NotHaveDependencyOnAny(above).GetResult().FailingTypes.Select(type => type.FullName);

        Assert.Empty(climbing);
    }

    [Fact]
    public void Given_the_client_when_its_types_are_listed_then_each_stands_in_a_folder_that_has_its_place()
    {
        IEnumerable<string?> elsewhere = Client.GetTypes()
            .Where(type => type.Namespace?.StartsWith(Root.TrimEnd('.'), StringComparison.Ordinal) == true)
            .Select(type => type.Namespace).Distinct()
            .Where(name => !TopDown.Contains(name!.Length > Root.Length ? name[Root.Length..] : ""));

        Assert.Empty(elsewhere);
    }

    private static PredicateList TypesOf(string folder) => Types.InAssembly(Client).That().ResideInNamespace(Root + folder);
}
