using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuMessage</c>: messages to the account, or how many are not read.</summary>
[Cmdlet(VerbsCommon.Get, "BambuMessage", DefaultParameterSetName = ListSet, HelpUri = HelpPages.Folder + "Get-BambuMessage.md")]
[OutputType(typeof(BambuMessage), ParameterSetName = [ListSet])]
[OutputType(typeof(BambuMessageCount), ParameterSetName = [CountSet])]
public sealed class GetBambuMessage : SessionCmdlet
{
    private const string ListSet = "List";
    private const string CountSet = "UnreadCount";

    /// <summary>Only those of this type, as the service counts: 6 is a task.</summary>
    [Parameter(Position = 0, ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(MessageTypeCompleter))]
    [ValidateRange(0, int.MaxValue)]
    public int? Type { get; set; }

    /// <summary>Only those that were made then or later.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public DateTime? Since { get; set; }

    /// <summary>So many at the most; with several sessions, of each.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    /// <summary>How many of each type are not read, in place of the messages.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CountSet)]
    public SwitchParameter UnreadCount { get; set; }

    private protected override void Process()
    {
        foreach (OpenSession session in GetSessions())
        {
            if (ParameterSetName == CountSet)
            {
                Write(session, Await(session.Cloud.Messages.CountUnreadAsync));
                continue;
            }
            foreach (IReadOnlyList<BambuMessage> page in Stream(cancellation =>
                session.Cloud.Messages.ListPagesAsync(Type, Since?.ToUniversalTime(), First, cancellation)))
            {
                Write(session, page);
            }
        }
    }
}
