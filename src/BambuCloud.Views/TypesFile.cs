using System.Reflection;
using System.Security;
using System.Xml;
using System.Xml.Linq;

namespace BambuCloud.Views;

/// <summary>The file of the types (about_Types.ps1xml).</summary>
internal static class TypesFile
{
    // What a printer is called, a print's weight, a file's size and the time that is left: the same on every type.
    private static readonly (string Alias, string Property)[] Everywhere =
    [
        ("Printer", nameof(BambuPrinterStatus.DeviceName)),
        ("Left", nameof(BambuPrinterStatus.RemainingTime)),
        ("Grams", nameof(BambuTask.FilamentGrams)),
        ("Size", nameof(BambuFile.Length)),
        ("Nozzle", nameof(BambuPrintFilePlate.NozzleDiameters)),
    ];

    /// <summary>
    /// Writes how records are copied into jobs, to other machines and into files, and the other names of their properties.
    /// </summary>
    public static void Write(string path, IEnumerable<TypeView> views)
    {
        using XmlWriter writer = XmlWriter.Create(path, new XmlWriterSettings { Indent = false });
        new XDocument(new XElement("Types", [Standard(), .. views.Select(Members).OfType<XElement>()])).WriteTo(writer);
    }

    // With a depth of 1 of its own, each record is copied with all its properties wherever it stands, also within another record, and
    // its states as their words, not as numbers.
    private static XElement Standard() => Typed(typeof(BambuObject),
        Standard(Note("SerializationDepth", "1")));

    // What pipes an object's session into the next command, and is shown nowhere. A file of this computer came from none, and with this
    // property PowerShell would bind it by its name before its path.
    private static IEnumerable<XElement> Origin(Type type) => type == typeof(BambuPrintFile) ? [] :
    [
        new XElement("ScriptProperty", new XAttribute("IsHidden", "true"), new XElement("Name", "Session"),
            new XElement("GetScriptBlock", "[BambuCloud.Output.ObjectSession]::Of($this)")),
    ];

    private static XElement? Members(TypeView view)
    {
        XElement[] members = [.. Origin(view.Type), .. Aliases(view), .. Secretive(view.Type)];
        return members.Length == 0 ? null : Typed(view.Type, members);
    }

    private static IEnumerable<XElement> Aliases(TypeView view)
    {
        Dictionary<string, string> aliases = new(view.Aliases);
        if (view.Type.GetProperty(nameof(BambuDevice.DeviceId)) is not null && view.Type.GetProperty(nameof(BambuDevice.Name)) is not null)
        {
            aliases.TryAdd("Printer", nameof(BambuDevice.Name));
        }
        foreach ((string alias, string property) in Everywhere.Where(each => view.Type.GetProperty(each.Property) is not null))
        {
            aliases.TryAdd(alias, property);
        }
        return aliases.Where(alias => view.Type.GetProperty(alias.Key) is null).Select(alias => new XElement("AliasProperty",
            new XElement("Name", alias.Key), new XElement("ReferencedMemberName", alias.Value)));
    }

    // Export-Clixml writes a SecureString in plain text where there is no DPAPI → it is not exported at all.
    private static IEnumerable<XElement> Secretive(Type type)
    {
        PropertyInfo[] properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        return !properties.Any(IsSecret) ? [] :
        [
            Standard(
                Note("SerializationDepth", "1"),
                Note("SerializationMethod", "SpecificProperties"),
                new XElement("PropertySet", new XElement("Name", "PropertySerializationSet"), new XElement("ReferencedProperties",
                    properties.Where(property => !IsSecret(property)).Select(property => new XElement("Name", property.Name))))),
        ];
    }

    private static bool IsSecret(PropertyInfo property) => property.PropertyType == typeof(SecureString);

    private static XElement Typed(Type type, params XElement[] members) =>
        new("Type", new XElement("Name", type.FullName), new XElement("Members", members));

    private static XElement Standard(params XElement[] members) =>
        new("MemberSet", new XElement("Name", "PSStandardMembers"), new XElement("Members", members));

    private static XElement Note(string name, string value) =>
        new("NoteProperty", new XElement("Name", name), new XElement("Value", value));
}
