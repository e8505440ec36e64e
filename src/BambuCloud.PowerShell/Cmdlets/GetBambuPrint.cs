using System.Management.Automation;
using BambuCloud.Client.Api;
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
    private readonly DeviceQuery _query;
    private readonly HashSet<string> _wanted = [];
    private readonly HashSet<string> _seen = [];
    private readonly HashSet<string> _unread = [];
    private ILookup<string, BambuDevice>? _owners;

    /// <summary>Makes the cmdlet.</summary>
    public GetBambuPrint() => _query = new DeviceQuery(this);

    /// <summary>The printers; all of the account without them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuDevice.DeviceId), OrAnother = true)]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [SupportsWildcards]
    public string[]? DeviceId { get; set; }

    /// <summary>Only jobs with this status.</summary>
    [Parameter]
    [ValidateSet(nameof(BambuPrintJobStatus.Printing), nameof(BambuPrintJobStatus.Completed), nameof(BambuPrintJobStatus.Failed))]
    public BambuPrintJobStatus? Status { get; set; }

    /// <summary>Only these jobs.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("TaskId")]
    [IdOf(nameof(BambuPrintJob.JobId), OrAnother = true)]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    [SupportsWildcards]
    public string[]? JobId { get; set; }

    private protected override void Begin() => EnsureIds(new GivenIds(DeviceId), new GivenIds(JobId));

    private protected override void Process()
    {
        GivenIds printers = new(DeviceId);
        if (!RefuseNoId(printers, new GivenIds(JobId)))
        {
            _query.ForEach(printers, Query);
        }
    }

    private void Query(string? deviceId)
    {
        KnownNames known = GetSession().KnownNames;
        NameFilter ids = new(JobId);
        _wanted.UnionWith(JobId ?? []);
        BambuPrintJob[] jobs = [.. JobsOf(deviceId).Where(job => ids.Wants(job.JobId))];
        _seen.UnionWith(jobs.Select(job => job.JobId));
        foreach (BambuPrintJob job in jobs.Where(job => Status is null || job.Status == Status))
        {
            WriteKnown(known, known.WithDeviceName(Placed(job)));
        }
    }

    private protected override void End()
    {
        foreach (string missing in new NameFilter([.. _wanted]).Missing(_seen).Except(_unread))
        {
            WriteError(ErrorRecords.Of(new BambuApiException(BambuErrorKind.NotFound, $"The cloud has no such print job '{missing}'.")
            {
                Operation = BambuApiOperation.ListPrints,
            }, missing));
        }
    }

    private IReadOnlyList<BambuPrintJob> JobsOf(string? deviceId)
    {
        try
        {
            IReadOnlyList<BambuPrintJob> jobs = List(deviceId);
            if (jobs.Count == 0 && deviceId is not null)
            {
                _query.Patterns.EnsureKnown(deviceId);
            }
            return jobs;
        }
        catch (BambuException)
        {
            _unread.UnionWith(JobId ?? []); // They may stand in the list that could not be read.
            throw;
        }
    }

    // Jobs that are named may have another status, and are there all the same.
    private IReadOnlyList<BambuPrintJob> List(string? deviceId)
    {
        Prints prints = GetSession().Cloud.Prints;
        return Await(cancellation => prints.ListAsync(deviceId, JobId is null or [] ? Status : null, cancellation));
    }

    // The document lists the jobs of all printers without their printers, and those of one printer on request. A job that is listed for
    // several is from a service that ignores the request: it stays without a printer, because a wrong one may be stopped.
    private BambuPrintJob Placed(BambuPrintJob job)
    {
        if (job.DeviceId is not null)
        {
            return job;
        }
        _owners ??= Owners();
        return _owners[job.JobId].ToArray() is [{ } owner] ? job with { DeviceId = owner.DeviceId } : job;
    }

    private ILookup<string, BambuDevice> Owners()
    {
        List<(string JobId, BambuDevice Device)> owners = [];
        foreach (BambuDevice device in _query.Patterns.Devices)
        {
            Try(device.DeviceId, () => owners.AddRange(List(device.DeviceId).Select(job => (job.JobId, device))));
        }
        return owners.Distinct().ToLookup(owner => owner.JobId, owner => owner.Device);
    }
}
