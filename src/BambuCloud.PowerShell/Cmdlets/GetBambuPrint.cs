using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuPrint</c>: print jobs of the cloud.</summary>
[Cmdlet(VerbsCommon.Get, "BambuPrint", HelpUri = HelpPages.Folder + "Get-BambuPrint.md")]
[OutputType(typeof(BambuPrintJob))]
public sealed class GetBambuPrint : SessionCmdlet
{
    private readonly PrinterInput _printers;
    private readonly HashSet<string> _wanted = [];
    private readonly HashSet<string> _seen = [];
    private readonly HashSet<string> _unread = [];
    private readonly Dictionary<OpenSession, ILookup<string, AccountPrinter>> _owners = [];

    /// <summary>Makes the cmdlet.</summary>
    public GetBambuPrint() => _printers = new PrinterInput(this);

    /// <summary>The printers, by id, name or pattern; all of the account without them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(BambuDevice.DeviceId), nameof(BambuPrinterStatus.DeviceName), nameof(BambuDevice.Name))]
    [PrinterNames]
    [ArgumentCompleter(typeof(PrinterCompleter))]
    [SupportsWildcards]
    public PrinterName[]? Printer { get; set; }

    /// <summary>Only jobs in these states.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public BambuPrintState[]? Status { get; set; }

    /// <summary>Only these jobs.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("TaskId")]
    [IdOf(nameof(BambuPrintJob.JobId), OrAnother = true)]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    [SupportsWildcards]
    public string[]? JobId { get; set; }

    private protected override void Begin() => EnsureAny(new Given<PrinterName>(Printer), new Given<string>(JobId));

    private protected override void Process()
    {
        JobId = PrinterName.PrintsOf(JobId, Printer, IsTyped(nameof(JobId)));
        Given<PrinterName> printers = new(Printer);
        Given<string> jobs = new(JobId);
        if (RefuseNone(printers, jobs))
        {
            return;
        }
        _wanted.UnionWith(jobs.All);
        if (!printers.Any)
        {
            foreach (OpenSession session in GetSessions())
            {
                Try(null, () => WriteJobs(session, null));
            }
            return;
        }
        IReadOnlyList<AccountPrinter> found = _printers.Find(printers);
        if (found.Count < printers.All.Count)
        {
            _unread.UnionWith(jobs.All); // They may be those of a printer that was not found.
        }
        foreach (AccountPrinter printer in found)
        {
            Try(printer.Id, () => WriteJobs(printer.Session, printer.Id));
        }
    }

    private protected override void End()
    {
        foreach (string missing in new NameFilter([.. _wanted]).Missing(_seen).Except(_unread))
        {
            WriteError(RecordOf(new BambuApiException(BambuErrorKind.NotFound, $"The cloud has no such print job '{missing}'.")
            {
                Operation = BambuApiOperation.ListPrints,
            }, missing));
        }
    }

    private void WriteJobs(OpenSession session, string? deviceId)
    {
        NameFilter ids = new(JobId);
        BambuPrintJob[] jobs = [.. JobsOf(session, deviceId).Where(job => ids.Wants(job.JobId))];
        _seen.UnionWith(jobs.Select(job => job.JobId));
        foreach (BambuPrintJob job in jobs.Where(job => Status is null || Status.Contains(job.Status)))
        {
            Write(session, Placed(session, job));
        }
    }

    private IReadOnlyList<BambuPrintJob> JobsOf(OpenSession session, string? deviceId)
    {
        try
        {
            // Jobs that are named may have another status, and are there all the same.
            return Await(cancellation =>
                session.Cloud.Prints.ListAsync(deviceId, JobId is { Length: > 0 } ? [] : Status ?? [], cancellation));
        }
        catch (BambuException)
        {
            _unread.UnionWith(JobId ?? []); // They may stand in the list that could not be read.
            throw;
        }
    }

    // The document lists the jobs of all printers without their printers, and those of one printer on request. A job that is listed for
    // several is from a service that ignores the request → it stays without a printer, because a wrong one may be stopped.
    private BambuPrintJob Placed(OpenSession session, BambuPrintJob job)
    {
        BambuDevice? device = _printers.Find(session, job.DeviceId)?.Device;
        if (job.DeviceId is null)
        {
            if (!_owners.TryGetValue(session, out ILookup<string, AccountPrinter>? owners))
            {
                _owners.Add(session, owners = Owners(session));
            }
            device = owners[job.JobId].ToArray() is [{ } owner] ? owner.Device : null;
        }
        return device is null ? job : job with
        {
            DeviceId = device.DeviceId,
            DeviceName = job.DeviceName ?? device.Name,
            Model = job.Model ?? device.Model,
            ModelCode = job.ModelCode ?? device.ModelCode,
        };
    }

    private ILookup<string, AccountPrinter> Owners(OpenSession session)
    {
        List<(string JobId, AccountPrinter Printer)> owners = [];
        foreach (AccountPrinter printer in _printers.PrintersOf(session))
        {
            Try(printer.Id, () => owners.AddRange(JobsOf(session, printer.Id).Select(job => (job.JobId, printer))));
        }
        return owners.Distinct().ToLookup(owner => owner.JobId, owner => owner.Printer);
    }
}
