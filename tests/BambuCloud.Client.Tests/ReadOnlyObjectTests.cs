using System.Collections;
using System.Reflection;
using BambuCloud.Client.Api;
using BambuCloud.Client.Files;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

/// <summary>
/// Objects that leave the client are finished: no list and no dictionary in them can be changed, to any depth, and lists can be indexed.
/// </summary>
public sealed class ReadOnlyObjectTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ApiProfile.Documented)]
    [InlineData(ApiProfile.Live)]
    public async Task Given_whatever_the_cloud_gives_when_somebody_tries_to_change_its_lists_then_none_can_be_changed(ApiProfile profile)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = profile });
        IReadOnlyList<BambuDevice> devices = await fixture.Session.Devices.ListAsync(Cancellation);
        List<object> all = [.. devices, .. await fixture.Session.Devices.GetVersionAsync(devices[0].DeviceId, Cancellation)];
        all.AddRange(await fixture.Session.Prints.ListAsync(null, [], Cancellation));
        all.AddRange(profile == ApiProfile.Documented
            ? await fixture.Session.Notifications.ListAsync(false, Cancellation)
            : await fixture.Session.Messages.ListPagesAsync(null, null, 5, Cancellation).SelectMany(page => page)
                .ToListAsync(Cancellation));
        all.Add(await fixture.Session.Account.GetAsync(null, Cancellation));
        all.AddRange(await fixture.Session.Tasks.ListAsync(new TaskQuery { First = 5 }, Cancellation).ToListAsync(Cancellation));
        BambuProject[] projects = await fixture.Session.Projects.ListAsync(0, 2, Cancellation).ToArrayAsync(Cancellation);
        all.AddRange([.. projects, await fixture.Session.Projects.GetAsync(projects[0].ProjectId, Cancellation),
            PrintFile.Open(TestData.SlicedCube).Contents]);

        int collections = all.Sum(item => CountOfClosed(item, item.GetType().Name));

        Assert.True(collections > all.Count, $"Only {collections} collections were looked at.");
    }

    [Fact]
    public void Given_an_address_of_a_printer_when_somebody_changes_it_then_the_printers_state_keeps_its_own()
    {
        BambuPrinterNetwork network = new() { IPAddress = System.Net.IPAddress.Parse("192.168.0.98") };

#pragma warning disable CS0618 // A script may do what a compiler warns of.
        network.IPAddress!.Address = 6;
#pragma warning restore CS0618

        Assert.Equal("192.168.0.98", network.IPAddress.ToString());
        Assert.Equal(network, new BambuPrinterNetwork { IPAddress = System.Net.IPAddress.Parse("192.168.0.98") });
    }

    [Fact]
    public async Task Given_fields_that_nobody_knows_when_somebody_tries_to_change_them_then_none_can_be_changed_to_any_depth()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(
            """{"message":"success","devices":[{"dev_id":"01P","list":[1,[2,{"a":[3]}]],"members":{"b":{"c":[]}},"none":null}]}"""));

        BambuDevice device = Assert.Single(await cloud.Session.Devices.ListAsync(Cancellation));

        Assert.Equal(8, CountOfClosed(device.AdditionalProperties, "AdditionalProperties"));
        IReadOnlyList<object?> list = (IReadOnlyList<object?>)device.AdditionalProperties["list"]!;
        Assert.Equal(3L, ((IReadOnlyList<object?>)((IReadOnlyDictionary<string, object?>)((IReadOnlyList<object?>)list[1]!)[1]!)["a"]!)[0]);
    }

    [Fact]
    public void Given_no_further_fields_when_somebody_tries_to_add_one_then_nobody_else_gets_it() =>
        Assert.Equal(1, CountOfClosed(BambuAdditionalProperties.None, nameof(BambuAdditionalProperties.None)));

    [Fact]
    public void Given_what_the_module_gives_when_a_script_sets_a_property_then_there_is_none_that_it_can_set()
    {
        // PowerShell sets init-only properties too.
        IEnumerable<string> open = typeof(BambuDevice).Assembly.GetExportedTypes().SelectMany(type => type.GetProperties())
            .Where(property => property.SetMethod?.IsPublic == true && property.DeclaringType?.Assembly == typeof(BambuDevice).Assembly)
            .Select(property => $"{property.DeclaringType!.Name}.{property.Name}");

        Assert.Empty(open);
    }

    private static int CountOfClosed(object? item, string where)
    {
        switch (item)
        {
            case null or string or ValueType or Uri or System.Security.SecureString:
                return 0;
            case IDictionary members:
                Assert.True(members.IsReadOnly, where);
                Assert.Throws<NotSupportedException>(() => members.Add("more", 1));
                return 1 + members.Keys.Cast<object>().Sum(key => CountOfClosed(members[key], $"{where}[{key}]"));
            case IList items:
                Assert.True(items is { IsReadOnly: true } and not Array || items.Count == 0, where);
                Assert.Throws<NotSupportedException>(() => items.Add(1));
                Assert.NotNull(items.GetType().GetProperty("Item") ?? (object?)(items as Array)); // Else PowerShell cannot index it.
                return 1 + items.Cast<object?>().Sum(one => CountOfClosed(one, $"{where}[]"));
            default:
                return item.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public)
                    .Where(property => property.GetIndexParameters().Length == 0)
                    .Sum(property => CountOfClosed(property.GetValue(item), $"{where}.{property.Name}"));
        }
    }
}
