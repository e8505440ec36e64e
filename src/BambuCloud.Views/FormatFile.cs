using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Security;
using System.Xml;
using System.Xml.Linq;

namespace BambuCloud.Views;

/// <summary>The file of the views (about_Format.ps1xml).</summary>
internal static class FormatFile
{
    // Texts of several lines, such as release notes, keep them in a list.
    private static readonly string[] Multiline =
        [nameof(BambuFirmware.Description), nameof(BambuDeviceFirmware.ReleaseNotes), nameof(BambuNotification.Message)];

    /// <summary>Writes the tables and lists of all types.</summary>
    public static void Write(string path, IEnumerable<TypeView> views)
    {
        XElement root = new("Configuration", new XElement("ViewDefinitions", views.SelectMany(
            view => view.Tables.Select(table => Table(view.Type, table.Name, table.GroupBy, table.Columns)).Append(List(view)))));
        // Without white space, which only costs time when the module is imported.
        using XmlWriter writer = XmlWriter.Create(path, new XmlWriterSettings { Indent = false });
        new XDocument(root).WriteTo(writer);
    }

    private static XElement Table(Type type, string name, string? groupBy, IEnumerable<Column> columns) => Frame(type, name,
        groupBy is null ? null : new XElement("GroupBy", new XElement("ScriptBlock", groupBy), new XElement("Label", "Printer")),
        new XElement("TableControl",
            new XElement("TableHeaders", columns.Select(column => new XElement("TableColumnHeader",
                new XElement("Label", column.Label),
                column.Width is { } width ? new XElement("Width", width.ToString(CultureInfo.InvariantCulture)) : null,
                column.Right ? new XElement("Alignment", "Right") : null))),
            new XElement("TableRowEntries", new XElement("TableRowEntry",
                columns.Any(column => column.Wrap) ? new XElement("Wrap") : null,
                new XElement("TableColumnItems", columns.Select(column => new XElement("TableColumnItem", Shown(column))))))));

    private static XElement List(TypeView view) => Frame(view.Type, view.Type.Name, null,
        new XElement("ListControl", new XElement("ListEntries", new XElement("ListEntry", new XElement("ListItems",
            view.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(IsShown)
                .Select(property => Line(property, view.Units.GetValueOrDefault(property.Name)))
                .Select(line => new XElement("ListItem",
                    line.Label == line.Property ? null : new XElement("Label", line.Label),
                    Shown(line))))))));

    private static XElement Frame(Type type, string name, params XElement?[] parts) => new("View",
        new XElement("Name", name),
        new XElement("ViewSelectedBy", new XElement("TypeName", type.FullName)),
        parts);

    private static XElement[] Shown(Column column) =>
    [
        column.Property is { } property ? new XElement("PropertyName", property) : new XElement("ScriptBlock", column.Script),
        .. column.Format is { } format ? [new XElement("FormatString", format)] : Array.Empty<XElement>(),
    ];

    // A list shows everything but secrets, and a path once.
    private static bool IsShown(PropertyInfo property) =>
        property.PropertyType != typeof(SecureString) && property.Name != nameof(BambuPrintFile.PSPath);

    private static Column Line(PropertyInfo property, string? unit)
    {
        Column line = new(unit is null ? property.Name : $"{property.Name} ({unit})");
        string? function = property.PropertyType switch
        {
            var text when text == typeof(string) => Multiline.Contains(property.Name) ? $"{Scripts.Text}Lines" : $"{Scripts.Text}Clean",
            var item when item.IsAssignableTo(typeof(BambuObject)) => $"{Scripts.Text}Clean",
            var time when time == typeof(TimeSpan?) => $"{Scripts.Text}Duration",
            var numbers when numbers == typeof(IReadOnlyList<double>) => null,
            var items when items.IsAssignableTo(typeof(IEnumerable)) => $"{Scripts.Text}Items",
            _ => null,
        };
        return function is null ? line with { Property = property.Name } : line with { Script = $"{function}($_.{property.Name})" };
    }
}
