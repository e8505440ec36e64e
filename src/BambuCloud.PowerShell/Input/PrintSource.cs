using System.Collections.ObjectModel;
using BambuCloud.Client.Api;
using BambuCloud.Client.Files;
using BambuCloud.Client.Lan;
using BambuCloud.Client.Live;
using BambuCloud.Client.Session;
using BambuCloud.Cmdlets;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Input;

/// <summary>
/// What is printed: a file of this computer, which is uploaded where it is printed, or one that lies in the cloud or on the printer.
/// </summary>
internal sealed class PrintSource
{
    private static readonly TimeSpan TidyLimit = TimeSpan.FromSeconds(10);

    private readonly PrintFile? _local;
    private readonly BambuFile? _inCloud;
    private readonly string? _onPrinter;
    private readonly Dictionary<OpenSession, BambuFile> _uploaded = [];
    private readonly Dictionary<OpenSession, BambuException> _refused = [];
    private readonly HashSet<PrinterSession> _sent = [];

    private PrintSource(PrintFile local, CheckedPlate printed)
    {
        _local = local;
        Printed = printed;
        Plate = local.HasPlates ? printed.Plate.Index : null;
    }

    private PrintSource(BambuFile inCloud, CheckedPlate? printed, int? plate)
    {
        _inCloud = inCloud;
        Printed = printed;
        Plate = plate;
    }

    private PrintSource(string onPrinter, int? plate)
    {
        _onPrinter = onPrinter;
        Plate = plate;
    }

    /// <summary>The file's name.</summary>
    public string? Name => _local?.Name ?? _inCloud?.FileName ?? PrinterPath.NameOf(_onPrinter!);

    /// <summary>What tells the file from others.</summary>
    public string Key => _local?.Path ?? _onPrinter ?? $"{_inCloud!.FileUrl}";

    /// <summary>Whether it is a file of this computer.</summary>
    public bool IsLocal => _local is not null;

    /// <summary>Whether the cloud has it.</summary>
    public bool IsInCloud => _inCloud is not null;

    /// <summary>The plate that is printed, with what is known of it; null where nobody has looked into the file.</summary>
    public CheckedPlate? Printed { get; }

    /// <summary>The plate's number; null where nobody knows it, or the file has none.</summary>
    public int? Plate { get; }

    /// <summary>Whether the other one is the same plate of the same file.</summary>
    public bool IsSame(PrintSource other) => (Key, Plate) == (other.Key, other.Plate);

    /// <summary>A file of this computer: its plate's G-code is read to its end.</summary>
    /// <exception cref="BambuException">Why there is none that can be printed.</exception>
    public static PrintSource Local(BambuCmdlet cmdlet, string path, bool literal, int? plate)
    {
        Collection<string> files = cmdlet.SessionState.FilesOf(path, literal);
        return files.Count == 1 ? Local(cmdlet, files[0], plate)
            : throw new BambuException(BambuErrorKind.NotAFile, $"The path '{path}' matches {files.Count} files; a print takes one.")
            {
                Subject = path,
            };
    }

    /// <inheritdoc cref="Local(BambuCmdlet, string, bool, int?)"/>
    /// <param name="cmdlet">The cmdlet, which ends the reading when it ends.</param>
    /// <param name="file">The file's full path.</param>
    /// <param name="plate">The plate that is to be printed; null for the only one, or the first of several.</param>
    public static PrintSource Local(BambuCmdlet cmdlet, string file, int? plate)
    {
        PrintFile local = PrintFile.Open(file);
        return new PrintSource(local, cmdlet.Await(cancellation => Task.FromResult(local.Check(plate, cancellation))));
    }

    /// <summary>A file that the cloud has.</summary>
    /// <param name="file">The file, with what is inside where this computer sent it.</param>
    /// <param name="plate">The plate that is to be printed.</param>
    /// <exception cref="BambuException">It has no such plate.</exception>
    public static PrintSource InCloud(BambuFile file, int? plate) => file.PrintFile is { } contents
        && PrintFile.Choose(contents, plate) is var printed
        ? new PrintSource(file, printed, PrintFile.IsArchive(contents.FileName) ? printed.Plate.Index : null)
        : new PrintSource(file, null, plate);

    /// <summary>A file that lies on the printer. Nobody here looks into it.</summary>
    /// <param name="path">Its path on the printer, or the whole address that the printer knows it by.</param>
    /// <param name="plate">The plate that is to be printed.</param>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.InvalidPrinterPath"/>.</exception>
    public static PrintSource OnPrinter(string path, int? plate) => new(ProjectFile.UrlOf(path), plate);

    /// <summary>Hands the file of this computer to the vendor's program.</summary>
    /// <exception cref="BambuException">It could not be.</exception>
    public string HandOver()
    {
        BambuConnect.Open(_local!.Path, _local.Name);
        return _local.Path;
    }

    /// <summary>The address by which the printer knows the file. A file of this computer is sent to it first.</summary>
    /// <param name="cmdlet">The cmdlet that waits for it.</param>
    /// <param name="printer">The printer; null where it is not reached itself, and the file lies there.</param>
    /// <param name="retryCount">How often it is tried again where the connection broke.</param>
    /// <exception cref="BambuException">It could not be sent.</exception>
    public string On(BambuCmdlet cmdlet, PrinterSession? printer, int retryCount) => _onPrinter ?? ProjectFile.UrlOfUploaded(
        TransferBar.Upload(cmdlet, _local!, (progress, cancellation) =>
            SendAsync(printer!, retryCount, progress, cancellation)).Name);

    /// <summary>
    /// Takes the file off the printer again, where this computer sent it and it is not printed. It is done in a time of its own, because
    /// nobody may want to wait any more.
    /// </summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="printer">The printer; null where it is not reached itself.</param>
    /// <param name="device">The printer.</param>
    public void TakeBack(BambuCmdlet cmdlet, PrinterSession? printer, BambuDevice device)
    {
        if (_local is null || printer is null || !_sent.Remove(printer))
        {
            return;
        }
        string path = PathOf(_local);
        using CancellationTokenSource limit = new(TidyLimit);
        string? left = null;
        try
        {
            cmdlet.Await(async _ => left = await TakeBackAsync(printer, device, path, limit.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            left = $"it could not be removed within {TidyLimit.TotalSeconds:0} s.";
        }
        catch (BambuException fault)
        {
            left = fault.Message;
        }
        if (left is not null)
        {
            cmdlet.WriteWarning($"The file '{path}' stays on the printer '{printer.Device.DeviceId}': {left}");
        }
    }

    // Somebody else may have sent and started a file of the same name meanwhile: the printer reads it while it prints.
    private async Task<string?> TakeBackAsync(PrinterSession printer, BambuDevice device, string path, CancellationToken cancellationToken)
    {
        await foreach (BambuPrinterStatus status in printer.Printers
            .GetStatusAsync([device], TidyLimit / 2, null, cancellationToken).ConfigureAwait(false))
        {
            if (status.State.IsPrinting() && (status.JobName == ProjectFile.JobNameOf(_local!.Name)
                || status.Job.GcodeFile?.EndsWith(_local.Name, StringComparison.Ordinal) == true))
            {
                return "the printer prints one of that name, which somebody else has started.";
            }
        }
        try
        {
            await printer.Files.RemoveAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (BambuException gone) when (gone.Kind == BambuErrorKind.PrinterFileNotFound)
        {
            // Somebody was faster.
        }
        return null;
    }

    private async Task<BambuPrinterFile> SendAsync(
        PrinterSession printer, int retryCount, IProgress<UploadProgress> progress, CancellationToken cancellationToken)
    {
        BambuPrinterFile sent = await printer.Files
            .SendAsync(_local!, PathOf(_local!), retryCount, progress, cancellationToken).ConfigureAwait(false);
        _sent.Add(printer);
        return sent;
    }

    private static string PathOf(PrintFile file) => PrinterPath.Combine(PrinterPath.Root, file.Name);

    /// <summary>The file in the account's cloud. It is uploaded once.</summary>
    /// <param name="cmdlet">The cmdlet that waits for the upload.</param>
    /// <param name="session">The account.</param>
    /// <param name="retryCount">How often an upload that broke off is tried again.</param>
    /// <exception cref="BambuException">It could not be uploaded.</exception>
    public BambuFile In(BambuCmdlet cmdlet, OpenSession session, int retryCount)
    {
        if (_inCloud is not null)
        {
            return _inCloud;
        }
        if (_refused.TryGetValue(session, out BambuException? fault))
        {
            throw fault; // Each printer is told of it, and it is tried for the first one only.
        }
        if (!_uploaded.TryGetValue(session, out BambuFile? file))
        {
            try
            {
                _uploaded.Add(session, file = TransferBar.Upload(cmdlet, _local!, (progress, cancellation) =>
                    session.Cloud.Uploads.SendAsync(_local!, retryCount, progress, cancellation)));
            }
            catch (BambuException refusal)
            {
                _refused.Add(session, refusal);
                throw;
            }
        }
        return file;
    }
}
