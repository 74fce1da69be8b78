using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Traceboard.History.Model;

internal sealed class ShareConfiguration : IEntityTypeConfiguration<ShareRow>
{
    public void Configure(EntityTypeBuilder<ShareRow> builder)
    {
        builder.ToTable("Shares");
        builder.HasKey(share => new { share.Day, share.ClusterId, share.Namespace, share.Team });
        builder.HasOne<ClusterRow>().WithMany().HasForeignKey(share => share.ClusterId).OnDelete(DeleteBehavior.Restrict);
    }
}
