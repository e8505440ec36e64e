using System.Management.Automation;
using BambuCloud.Cmdlets;
using BambuCloud.Session;

namespace BambuCloud.Input;

/// <summary>
/// The printers that a command is given, whether as a parameter or one by one by the pipeline: an exact id comes first, an exact name
/// second, a pattern over both last, and upper and lower case are the same. Each account's list is read once.
/// </summary>
internal sealed class PrinterInput(SessionCmdlet cmdlet)
{
    private readonly Dictionary<OpenSession, IReadOnlyList<BambuDevice>> _lists = [];
    private readonly List<AccountPrinter> _printers = [];
    private bool _given;

    /// <summary>Whether the command needs a broker: a session without one is refused before any host is asked.</summary>
    public bool Live { get; set; }

    /// <summary>Whether the pipeline brings files, which say nothing of printers.</summary>
    public bool FilesPiped { get; set; }

    /// <summary>Whether all printers of the accounts are meant, because none was named and no pipeline could have brought one.</summary>
    public bool All => !_given && (FilesPiped || !cmdlet.MyInvocation.ExpectingInput);

    /// <summary>The printers that were found so far, each once, in the order in which they were named.</summary>
    public IReadOnlyList<AccountPrinter> Printers => _printers;

    /// <summary>Finds printers, and keeps them. An error is written for each name that means none, or two of the same name.</summary>
    /// <returns>Those that were not found before.</returns>
    public IReadOnlyList<AccountPrinter> Add(Given<PrinterName> given)
    {
        _given |= given.Any || given.SaysNone;
        AccountPrinter[] added = [.. Find(given).Except(_printers)];
        _printers.AddRange(added);
        return added;
    }

    /// <summary>Finds printers, each once, without keeping them for later. An error is written as by <see cref="Add"/>.</summary>
    public IReadOnlyList<AccountPrinter> Find(Given<PrinterName> given)
    {
        List<AccountPrinter> found = [];
        foreach (PrinterName name in given.All)
        {
            cmdlet.Try(name.Text, () => found.AddRange(Find(name).Except([.. found])));
        }
        return found;
    }

    /// <summary>The printers that were found, or all of the accounts.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.DeviceNotFound"/>: all are meant, and the account has none.</exception>
    public IReadOnlyList<AccountPrinter> FoundOrAll()
    {
        if (!All)
        {
            return _printers;
        }
        AccountPrinter[] all = [.. cmdlet.GetSessions().SelectMany(PrintersOf)];
        return all.Length > 0 ? all : throw new BambuException(BambuErrorKind.DeviceNotFound, "The account has no printer.");
    }

    /// <summary>The account's printers.</summary>
    public IEnumerable<AccountPrinter> PrintersOf(OpenSession session) =>
        DevicesOf(session).Select(device => new AccountPrinter(session, device));

    /// <summary>The printer of that id; null where the account has none.</summary>
    public AccountPrinter? Find(OpenSession session, string? id) =>
        PrintersOf(session).FirstOrDefault(printer => Same(printer.Id, id));

    /// <summary>Finds what a name means.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.DeviceNotFound"/>, <see cref="BambuErrorKind.DeviceNameAmbiguous"/> or
    /// <see cref="BambuErrorKind.InvalidPattern"/>.
    /// </exception>
    private AccountPrinter[] Find(PrinterName name)
    {
        AccountPrinter[] all = [.. cmdlet.GetSessions(name.Session).SelectMany(PrintersOf)];
        if (all.Where(printer => Same(printer.Id, name.Text)).ToArray() is { Length: > 0 } byId)
        {
            return byId;
        }
        AccountPrinter[] byName = [.. all.Where(printer => Same(printer.Device.Name, name.Text))];
        if (byName.Length > 0)
        {
            return byName.Length == 1 ? byName : throw Ambiguous(name, byName);
        }
        if (name.IsLiteral || !WildcardPattern.ContainsWildcardCharacters(name.Text))
        {
            throw Unknown(name, $"The account has no printer of the id or name '{name.Text}'.");
        }
        NameFilter pattern = new([name.Text]);
        return all.Where(printer => pattern.Wants(printer.Id) || pattern.Wants(printer.Device.Name)).ToArray() is { Length: > 0 } matching
            ? matching
            : throw Unknown(name, $"No printer of the account matches '{name.Text}', by id or name.");
    }

    private IReadOnlyList<BambuDevice> DevicesOf(OpenSession session)
    {
        if (!_lists.TryGetValue(session, out IReadOnlyList<BambuDevice>? devices))
        {
            if (Live)
            {
                session.Cloud.EnsureBroker();
            }
            _lists.Add(session, devices = cmdlet.AwaitDevices(session));
        }
        return devices;
    }

    private static BambuException Unknown(PrinterName name, string what) =>
        new(BambuErrorKind.DeviceNotFound, what) { Subject = name.Text };

    private static BambuException Ambiguous(PrinterName name, AccountPrinter[] printers) => new(BambuErrorKind.DeviceNameAmbiguous,
        $"{printers.Length} printers bear the name '{name.Text}': {string.Join(", ", printers.Select(printer => printer.Id))}.")
    {
        Subject = name.Text,
    };

    private static bool Same(string one, string? other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
