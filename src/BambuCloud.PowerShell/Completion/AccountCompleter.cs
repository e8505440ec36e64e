using System.Collections;
using System.Management.Automation.Language;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>The accounts of sessions that are open or saved.</summary>
internal sealed class AccountCompleter : SuggestionCompleter
{
    // A saved session that cannot be used is nothing to tell at a prompt.
    private protected override IEnumerable<Suggestion> Suggest(CommandAst command, IDictionary bound) =>
        OpenSessions.Accounts.Concat(Saved()).Select(account => new Suggestion(account.Account ?? account.Uid, account.Uid,
            "Account: " + Line(account.Account, account.Uid)));

    private static IEnumerable<(string? Account, string Uid)> Saved()
    {
        try
        {
            return [.. SavedSessions.List(_ => { }).Select(saved => (saved.Account, saved.Uid))];
        }
        catch (BambuException)
        {
            return []; // The cmdlet says what is wrong with the folder.
        }
    }
}
