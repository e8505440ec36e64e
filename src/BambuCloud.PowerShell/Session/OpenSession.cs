using BambuCloud.Client.Session;

namespace BambuCloud.Session;

/// <summary>A session that is open: the way to the cloud, and what completion knows of the account.</summary>
internal sealed class OpenSession(CloudSession cloud)
{
    /// <summary>The way to the cloud.</summary>
    public CloudSession Cloud { get; } = cloud;

    /// <summary>What cmdlets have read of the account.</summary>
    public KnownNames KnownNames { get; } = new(cloud.Devices.ListAsync, TimeProvider.System);

    /// <summary>Whether a script may hold it: then it is not closed behind the script's back.</summary>
    public bool HandedOut { get; set; }

    /// <summary>Lets an object, and the printer's state within it, know that they came from this session.</summary>
    public void Own(BambuObject item)
    {
        item.Session = Cloud.Info;
        BambuPrinterStatus? status = item switch
        {
            BambuPrinterEvent happened => happened.Status,
            BambuPrintResult result => result.Status,
            BambuCommandResult result => result.Status,
            _ => null,
        };
        if (status is not null)
        {
            status.Session = Cloud.Info;
        }
    }
}
