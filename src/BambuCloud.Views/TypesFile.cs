using System.Reflection;
using System.Security;
using System.Xml;
using System.Xml.Linq;

namespace BambuCloud.Views;

/// <summary>The file of the types (about_Types.ps1xml).</summary>
internal static class TypesFile
{
    /// <summary>Writes how records are copied into jobs, to other machines and into files.</summary>
    public static void Write(string path)
    {
        using XmlWriter writer = XmlWriter.Create(path, new XmlWriterSettings { Indent = false });
        new XDocument(new XElement("Types", [Depth(), .. Secretive()])).WriteTo(writer);
    }

    // With a depth of 1 of its own, each record is copied with all its properties wherever it stands, also within another record, and
    // its states as their words, not as numbers.
    private static XElement Depth() => Standard(typeof(BambuObject), Note("SerializationDepth", "1"));

    // Export-Clixml writes a SecureString in plain text where there is no DPAPI → it is not exported at all.
    private static IEnumerable<XElement> Secretive() =>
        from type in typeof(BambuObject).Assembly.GetExportedTypes()
        let properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where type.IsAssignableTo(typeof(BambuObject)) && properties.Any(IsSecret)
        select Standard(type,
            Note("SerializationDepth", "1"),
            Note("SerializationMethod", "SpecificProperties"),
            new XElement("PropertySet", new XElement("Name", "PropertySerializationSet"), new XElement("ReferencedProperties",
                properties.Where(property => !IsSecret(property)).Select(property => new XElement("Name", property.Name)))));

    private static bool IsSecret(PropertyInfo property) => property.PropertyType == typeof(SecureString);

    private static XElement Standard(Type type, params XElement[] members) => new("Type",
        new XElement("Name", type.FullName),
        new XElement("Members", new XElement("MemberSet", new XElement("Name", "PSStandardMembers"), new XElement("Members", members))));

    private static XElement Note(string name, string value) =>
        new("NoteProperty", new XElement("Name", name), new XElement("Value", value));
}
