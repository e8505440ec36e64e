using System.Management.Automation;

namespace BambuCloud.Input;

/// <summary>A printer, or several, as somebody names them: by id, by name, or by a pattern over both.</summary>
public sealed class PrinterName
{
    private PrinterName(string text, bool isLiteral, BambuSession? session)
    {
        Text = text;
        IsLiteral = isLiteral;
        Session = session;
    }

    /// <summary>The id, the name or the pattern.</summary>
    public string Text { get; }

    /// <summary>
    /// Whether it is the name of an object of this module, so that <c>*</c>, <c>?</c> and brackets in it are characters like others.
    /// </summary>
    internal bool IsLiteral { get; }

    /// <summary>Whether it may mean several.</summary>
    internal bool IsPattern => !IsLiteral && WildcardPattern.ContainsWildcardCharacters(Text);

    /// <summary>The session that an object came from.</summary>
    internal BambuSession? Session { get; }

    /// <summary>Whether it is a printer of the account's list, whose task is the last one that it had, and not a print.</summary>
    internal bool IsPrinter { get; private init; }

    /// <summary>What was given.</summary>
    public override string ToString() => Text;

    /// <summary>The ids of prints that came with printers: none where the printers themselves came, and nobody typed an id.</summary>
    /// <param name="ids">The ids, from the pipeline or typed.</param>
    /// <param name="printers">The printers.</param>
    /// <param name="typed">Whether the ids were typed.</param>
    internal static string[]? PrintsOf(string[]? ids, PrinterName[]? printers, bool typed) =>
        !typed && printers is { Length: > 0 } && Array.TrueForAll(printers, printer => printer.IsPrinter) ? null : ids;

    /// <summary>What somebody typed.</summary>
    internal static PrinterName Typed(string text) => new(text, isLiteral: false, null);

    /// <summary>The printer that an object is or has: by its id, else by its name; null where it says that there is none.</summary>
    /// <param name="item">The object: of this module, or whatever has one of the properties.</param>
    /// <param name="name">The printer.</param>
    /// <returns>Whether the object has such a property.</returns>
    internal static bool TryGet(PSObject item, out PrinterName? name)
    {
        BambuSession? session = (item.BaseObject as BambuObject)?.Session;
        bool has = false;
        name = null;
        foreach (string property in (string[])[nameof(BambuDevice.DeviceId), nameof(BambuPrinterStatus.DeviceName),
            nameof(BambuDevice.Name)])
        {
            if (item.Properties[property] is { } found)
            {
                has = true;
                if (BambuPrintFigures.KnownId(found.Value?.ToString()) is { } text)
                {
                    name = new PrinterName(text, isLiteral: item.BaseObject is BambuObject, session)
                    {
                        IsPrinter = item.BaseObject is BambuDevice,
                    };
                    return true;
                }
            }
        }
        return has;
    }
}
